create table naive_wallet (
  id text primary key,
  balance_minor bigint not null check (balance_minor >= 0),
  version bigint not null default 0
) with (fillfactor = 50);
create table naive_journal (
  id bigserial primary key,
  key text not null unique,
  kind smallint not null,
  created_at timestamptz not null default clock_timestamp()
);
create table naive_entry (
  journal_id bigint not null,
  line smallint not null,
  book text not null,
  amount_minor bigint not null check (amount_minor <> 0),
  balance_after_minor bigint,
  version bigint,
  created_at timestamptz not null default clock_timestamp(),
  primary key (journal_id, line)
);
create unique index naive_entry_version on naive_entry (book, version) where version is not null;
