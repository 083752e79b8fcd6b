import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';
import { createTheme } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#eef7f6',
  '#d3eae7',
  '#a6d5cf',
  '#72bdb5',
  '#46a399',
  '#27887f',
  '#177068',
  '#0f5f58',
  '#0b4f4a',
  '#073835',
];

const dark: MantineColorsTuple = [
  '#e4e7e9',
  '#c8cdd1',
  '#a4abb1',
  '#6c757c',
  '#454c52',
  '#363d42',
  '#202528',
  '#16191b',
  '#111415',
  '#0b0d0e',
];

/** One deep teal on neutral greys. Every pair of colours below meets WCAG AA; axe checks it in both schemes. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  colors: { petrol, dark },
  autoContrast: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { sm: '14px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '24px', lineHeight: '32px' }, h4: { fontSize: '16px', lineHeight: '24px' } },
  },
  components: {
    Modal: { defaultProps: { transitionProps: { duration: 120 }, radius: 4 } },
    Button: { defaultProps: { radius: 4 } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#596067',
    '--mantine-color-placeholder': '#6b7278',
    '--mantine-color-anchor': '#0b5f58',
    '--mantine-color-error': '#b42318',
    '--mantine-color-text': '#16191d',
    '--mantine-color-default-border': '#c3c9ce',
    '--mantine-color-red-light': '#fdf0ee',
    '--mantine-color-red-light-color': '#9f1c12',
    '--mantine-color-yellow-light': '#fdf5e3',
    '--mantine-color-yellow-light-color': '#744300',
    '--mantine-color-gray-light': '#f1f3f4',
    '--mantine-color-gray-light-color': '#3f464c',
  },
  dark: {
    '--mantine-color-dimmed': '#a4abb1',
    '--mantine-color-placeholder': '#939aa0',
    '--mantine-color-anchor': '#72bdb5',
    '--mantine-color-error': '#ff9b90',
    '--mantine-color-default': '#202427',
    '--mantine-color-default-hover': '#2a2f33',
    '--mantine-color-default-border': '#454c52',
    '--mantine-color-red-light': '#3a1d1a',
    '--mantine-color-red-light-color': '#ffb3aa',
    '--mantine-color-yellow-light': '#35290f',
    '--mantine-color-yellow-light-color': '#f3c969',
    '--mantine-color-gray-light': '#24292c',
    '--mantine-color-gray-light-color': '#cdd2d6',
  },
});
