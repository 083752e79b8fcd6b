// Runs before the first paint, as a file because the content security policy allows no inline script. The key is the
// one that Mantine's localStorageColorSchemeManager uses.
(() => {
  let chosen = null;
  try {
    chosen = window.localStorage.getItem('drawdown-color-scheme');
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
