create table naive_wallet (id text primary key, balance_minor bigint not null);
create table naive_journal (
  id bigserial primary key,
  key text not null unique,
  created_at timestamptz not null default now()
);
create table naive_entry (
  id bigserial primary key,
  journal_id bigint not null references naive_journal (id),
  book text not null,
  amount_minor bigint not null
);
