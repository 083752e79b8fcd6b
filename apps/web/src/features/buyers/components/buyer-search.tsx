import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

type Props = { value: string; onSearch: (search: string) => void };

const SEARCH_AFTER_MS = 250;

/** Types at once, searches a moment later. The address holds the search, so back and reload keep it. */
export function BuyerSearch({ value, onSearch }: Props) {
  const [text, setText] = useState(value);
  const searchSoon = useDebouncedCallback(onSearch, SEARCH_AFTER_MS);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      type="search"
      className="buyer-search"
      label="Search buyers"
      placeholder="Name, email or external id"
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        searchSoon(event.currentTarget.value);
      }}
      rightSection={
        text === '' ? null : (
          <CloseButton
            size="sm"
            aria-label="Clear search"
            onClick={() => {
              setText('');
              onSearch('');
            }}
          />
        )
      }
    />
  );
}
