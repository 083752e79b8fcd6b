-- Statements and lots are derived when asked for; draws pay nothing for them.

-- How many entries of a strict book are older than an instant. Time only grows within a book, so the answer is found
-- by halving, with about twenty look-ups in a million entries and no index beside the chain's own.
create function version_before(p_book bigint, p_at timestamptz) returns bigint language plpgsql stable as $$
declare
  v_low bigint := 0;
  v_high bigint := (select version from book_account where id = p_book);
  v_middle bigint;
begin
  while v_low < v_high loop
    v_middle := (v_low + v_high + 1) / 2;
    if (select created_at from book_entry where book_account_id = p_book and version = v_middle) < p_at then
      v_low := v_middle;
    else
      v_high := v_middle - 1;
    end if;
  end loop;
  return v_low;
end
$$;

create function balance_at_version(p_book bigint, p_version bigint) returns bigint language sql stable as $$
  select coalesce((select balance_after from book_entry where book_account_id = p_book and version = p_version), 0)
$$;

-- What a wallet gained: few rows beside its draws, and all that the lots are made of.
create index book_entry_credits on book_entry (book_account_id, version) where version is not null and amount > 0;
-- Debits that name the credit they take back.
create index book_tx_reversals on book_tx (reverses_tx_id) where reverses_tx_id is not null;
