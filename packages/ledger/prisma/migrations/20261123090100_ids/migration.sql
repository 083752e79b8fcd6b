-- Public ids for rows that SQL writes by itself: the same as packages/shared/src/ids makes, a prefix and a UUIDv7 in
-- Crockford's base 32 (130 bits in 26 characters; the first two are zero).
create function new_id(p_prefix text) returns text language sql volatile as $$
  select p_prefix || '_' || string_agg(
      substr('0123456789abcdefghjkmnpqrstvwxyz', substring(u.bits from i * 5 + 1 for 5)::bit(5)::int + 1, 1), '' order by i)
    from (select B'00' || ('x' || translate(uuidv7()::text, '-', ''))::bit(128) as bits) u, generate_series(0, 25) as i
$$;

-- An instant as JSON has it everywhere: RFC 3339, UTC, milliseconds.
create function rfc3339(p_at timestamptz) returns text language sql stable as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
