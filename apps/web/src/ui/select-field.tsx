import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Control, type FieldValues, type Path, useController } from 'react-hook-form';

type Props<TValues extends FieldValues> = {
  /** The form that it is a field of; left out: that of the `FormProvider` around it. */
  control?: Control<TValues>;
  name: Path<TValues>;
  label: string;
  description?: ReactNode;
  data: readonly (string | { value: string; label: string })[];
  /** After the choice is in the form. */
  onPicked?: () => void;
};

/** One of a list, kept by the form and not by the element: its options may change under it. */
export function SelectField<TValues extends FieldValues>({
  control,
  name,
  data,
  onPicked,
  ...rest
}: Props<TValues>) {
  const { field, fieldState } = useController<TValues>({ name, ...(control && { control }) });
  return (
    <NativeSelect
      {...rest}
      data={[...data]}
      ref={field.ref}
      name={field.name}
      value={field.value}
      error={fieldState.error?.message}
      onBlur={field.onBlur}
      onChange={(event) => {
        field.onChange(event.currentTarget.value);
        onPicked?.();
      }}
    />
  );
}
