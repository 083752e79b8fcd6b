import { NativeSelect } from '@mantine/core';

type Props = {
  names: { id: string; name: string }[];
  value: string | undefined;
  onPick: (buyerId: string | undefined) => void;
};

/** Narrows a list to one buyer. One that is not among the first two hundred can come with the address. */
export function BuyerPicker({ names, value, onPick }: Props) {
  const known = value === undefined || names.some(({ id }) => id === value);
  return (
    <NativeSelect
      label="Buyer"
      data={[
        { value: '', label: 'All buyers' },
        ...names.map(({ id, name }) => ({ value: id, label: name })),
        ...(known || value === undefined ? [] : [{ value, label: value }]),
      ]}
      value={value ?? ''}
      onChange={(event) => onPick(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}
