-- The report again: what guards the books has a function of its own, so that a guard that takes another form changes only
-- that. The key of a delivery is kept by a unique index now.

create or replace function audit_books() returns table (invariant text, subject text, detail text) language sql stable as $$
  -- I1: the lines of every transaction sum to zero per currency, and there are at least two.
  select 'I1', t.id::text, format('the lines of %s sum to %s %s', t.key, s.total, s.currency)
    from (select tx_id, currency, sum(amount) as total from book_entry group by tx_id, currency
          having sum(amount) <> 0) s join book_tx t on t.id = s.tx_id
  union all
  select 'I1', t.id::text, format('%s has %s lines', t.key, count(e.tx_id))
    from book_tx t left join book_entry e on e.tx_id = t.id group by t.id, t.key having count(e.tx_id) < 2

  union all
  -- I2: the stored balance is the sum of the entries and the last running balance; versions have no gaps; each entry
  -- starts where the last one ended, later than it; lazy books keep no state.
  select 'I2', b.id::text, format('balance %s, entries sum to %s, last running balance %s', b.balance, s.total, s.last)
    from book_account b
    left join lateral (
      select coalesce(sum(e.amount), 0) as total, count(*) as entries, coalesce(max(e.version), 0) as newest,
        coalesce((select l.balance_after from book_entry l where l.book_account_id = b.id and l.version = b.version), 0)
          as last
      from book_entry e where e.book_account_id = b.id
    ) s on true
    where b.strict
      and (b.balance <> s.total or b.balance <> s.last or b.version <> s.entries or b.version <> s.newest)
  union all
  select 'I2', c.book_account_id::text || ' version ' || c.version, 'does not follow from the entry before it'
    from (
      select e.*, lag(e.balance_after, 1, 0::bigint) over w as before, lag(e.version, 1, 0::bigint) over w as prior,
        lag(e.created_at) over w as earlier
      from book_entry e where e.version is not null window w as (partition by e.book_account_id order by e.version)
    ) c
    where c.balance_before <> c.before or c.balance_after <> c.before + c.amount or c.version <> c.prior + 1
      or c.created_at <= c.earlier
  union all
  select 'I2', b.id::text, 'a lazy book has a balance of its own' from book_account b
    where not b.strict and (b.balance <> 0 or b.held <> 0 or b.version <> 0)

  union all
  -- I3: available is never below the floor.
  select 'I3', b.id::text, format('available %s is below the floor %s', b.balance - b.held, b.min_available)
    from book_account b where b.balance - b.held < b.min_available
  union all
  select 'I3', b.id::text, 'this wallet has no floor' from book_account b
    where b.kind = 'wallet' and b.min_available is null

  union all
  -- I4: held is the sum of the open holds, exactly the placed holds without an end are open, each for its own amount
  -- on its own wallet, and each captured one is the delivery that it became.
  select 'I4', b.id::text, format('held %s, open holds sum to %s', b.held, coalesce(sum(o.amount_minor), 0))
    from book_account b left join open_hold o on o.book_account_id = b.id
    group by b.id having b.held <> coalesce(sum(o.amount_minor), 0)
  union all
  select 'I4', h.id, case when o.hold_id is null then 'has no end and reserves nothing'
      else 'has ended and still reserves money' end
    from hold h left join hold_resolution r on r.hold_id = h.id left join open_hold o on o.hold_id = h.id
    where (h.outcome = 'placed' and r.hold_id is null) <> (o.hold_id is not null)
  union all
  select 'I4', h.id, format('reserves %s instead of %s, or on another wallet', o.amount_minor, h.amount_minor)
    from open_hold o join hold h on h.id = o.hold_id join wallet w on w.id = h.wallet_id
    where o.amount_minor <> h.amount_minor or o.book_account_id <> w.book_account_id
  union all
  select 'I4', coalesce(r.hold_id, d.hold_id), 'was captured otherwise than its delivery says'
    from (select * from hold_resolution where kind = 'captured') r
    full join (select * from delivery where hold_id is not null) d on d.id = r.delivery_id and d.hold_id = r.hold_id
    left join hold h on h.id = r.hold_id
    where r.captured_minor is distinct from d.price_minor or r.captured_minor > h.amount_minor

  union all
  -- I5: each delivered lead has exactly one transaction of its price on the book that paid for it, and the reverse.
  select 'I5', d.id, 'was delivered from the wallet without its posting' from delivery d
    where d.funded_by = 'wallet' and not exists (
      select from book_tx t join book_entry e on e.tx_id = t.id join wallet w on w.book_account_id = e.book_account_id
      where t.account_id = d.account_id and t.key = 'delivery:' || d.id and w.id = d.wallet_id
        and e.amount = -d.price_minor and e.balance_after = d.balance_after_minor)
  union all
  select 'I5', d.id, format('was delivered on %s and its buyer does not owe it', d.funded_by) from delivery d
    where d.funded_by in ('trust', 'credit', 'manual') and not exists (
      select from book_tx t join book_entry e on e.tx_id = t.id join book_account b on b.id = e.book_account_id
      where t.account_id = d.account_id and t.key = 'delivery:' || d.id and b.kind = 'receivable'
        and b.owner_id = d.buyer_id and e.amount = -d.price_minor)
  union all
  select 'I5', d.id, 'was delivered by card without the money of its charge' from delivery d
    left join charge c on c.delivery_id = d.id
    where d.funded_by = 'card' and d.outcome <> 'pending' and (
      c.status is distinct from 'succeeded' or c.amount_minor <> d.price_minor or not exists (
        select from book_tx t join book_entry e on e.tx_id = t.id join book_account b on b.id = e.book_account_id
        where t.account_id = d.account_id and t.key = 'delivery:' || d.id and b.kind = 'stripe_clearing'
          and e.amount = -d.price_minor and t.external_ref = c.payment_intent_id))
  union all
  select 'I5', d.id, 'is pending without a charge that could pay for it' from delivery d
    where d.outcome = 'pending' and not exists (select from charge c where c.delivery_id = d.id and c.status = 'open')
  union all
  select 'I5', t.subject_id, format('was posted %s times', count(*)) from book_tx t
    where t.kind = 'delivery' group by t.account_id, t.subject_id having count(*) > 1
  union all
  select 'I5', t.id::text, format('%s is posted for no delivered lead', t.key) from book_tx t
    where t.kind = 'delivery' and not exists (
      select from delivery d where d.id = t.subject_id and d.account_id = t.account_id
        and d.outcome in ('delivered', 'returned') and t.key = 'delivery:' || d.id)
  union all
  select 'I5', d.id, case when r.id is null then 'is returned without its return' else 'has a return and is not returned' end
    from delivery d full join lead_return r on r.delivery_id = d.id
    where (d.outcome is not distinct from 'returned') <> (r.id is not null)
  union all
  select 'I5', r.delivery_id, 'was returned without taking its delivery back' from lead_return r
    left join book_tx t on t.id = r.tx_id left join book_tx d on d.id = t.reverses_tx_id
    where (t.account_id, t.kind, t.key, d.key)
      is distinct from (r.account_id, 'return', 'return:' || r.delivery_id, 'delivery:' || r.delivery_id)

  union all
  -- I6: each top-up that succeeded has exactly one credit of its amount, and each credit a top-up that succeeded.
  select 'I6', u.id, 'succeeded without a credit of its amount on its wallet' from top_up u
    where u.status = 'succeeded' and not exists (
      select from book_tx t join book_entry e on e.tx_id = t.id join wallet w on w.book_account_id = e.book_account_id
      where t.id = u.tx_id and t.key = 'top_up:' || u.id and w.id = u.wallet_id and e.amount = u.amount_minor
        and e.currency = u.currency)
  union all
  select 'I6', t.id::text, format('%s credits a wallet for no top-up that succeeded', t.key) from book_tx t
    where t.kind in ('top_up', 'external_credit', 'promotional_credit') and not exists (
      select from top_up u where u.tx_id = t.id and u.id = t.subject_id and u.status = 'succeeded')
  union all
  select 'I6', c.id, 'was paid at Stripe and is not credited' from charge c join top_up u on u.id = c.top_up_id
    where c.status = 'succeeded' and u.status <> 'succeeded'
  union all
  select 'I6', u.id, 'is credited by card and its charge was not paid' from top_up u
    left join charge c on c.top_up_id = u.id
    where u.status = 'succeeded' and u.funding in ('account_card', 'buyer_card')
      and (c.status is distinct from 'succeeded' or c.payment_intent_id is null)
      -- A failed charge that was paid outside Stripe is credited as money received, under its top-up's key.
      and (c.closed_as is distinct from 'paid_outside' or not exists (
        select from book_tx t where t.id = u.tx_id and t.kind = 'external_credit'))

  union all
  -- I7: no two charges for one top-up, no PaymentIntent for two charges.
  select 'I7', min(c.top_up_id), 'has more than one charge' from charge c
    where c.top_up_id is not null group by c.top_up_id having count(*) > 1
  union all
  select 'I7', c.delivery_id, 'has more than one charge' from charge c
    where c.delivery_id is not null group by c.delivery_id having count(*) > 1
  union all
  select 'I7', c.payment_intent_id, 'pays more than one charge' from charge c
    where c.payment_intent_id is not null group by c.payment_intent_id having count(*) > 1

  union all
  -- I8: what was taken back of a credit is never more than the credit. A dispute is a case of its own: it may take the
  -- whole sum again, as Stripe does with a payment that was refunded in part.
  select 'I8', r.reverses_tx_id::text, format('gave %s and %s was taken back', o.moved, r.moved)
    from (
      select t.reverses_tx_id, case when t.kind = 'dispute' then t.id end as dispute, sum(m.moved - m.given_back) as moved
      from book_tx t
      cross join lateral (
        select coalesce(sum(e.amount) filter (where e.amount > 0), 0) as moved, coalesce((
            select sum(u.amount) filter (where u.amount > 0) from book_tx b join book_entry u on u.tx_id = b.id
            where b.reverses_tx_id = t.id and b.kind in ('refund_reversal', 'dispute_reversal')), 0) as given_back
        from book_entry e where e.tx_id = t.id
      ) m
      -- What is asked of Stripe and not decided may be refused there, because a refund in its dashboard came first.
      where t.reverses_tx_id is not null
        and not exists (select from refund f where f.tx_id = t.id and f.status = 'pending')
      group by 1, 2
    ) r
    cross join lateral (
      select sum(e.amount) filter (where e.amount > 0) as moved from book_entry e where e.tx_id = r.reverses_tx_id
    ) o
    where r.moved > o.moved

  union all
  -- I9: at most one automatic top-up is open for a wallet.
  select 'I9', u.wallet_id, format('has %s automatic top-ups under way', count(*)) from top_up u
    where u.trigger = 'auto' and u.ended_at is null group by u.wallet_id having count(*) > 1

  union all
  -- I10: what a buyer with a cap has spent in a month, which every draw compares with the cap, is what was delivered.
  select 'I10', s.buyer_id, format('%s: the row says %s, the deliveries %s', s.month, s.month_spent_minor, d.total)
    from buyer_spending s
    join buyer b on b.id = s.buyer_id
    join account a on a.id = b.account_id
    cross join lateral (
      select coalesce(sum(d.price_minor), 0) as total from delivery d
      where d.buyer_id = s.buyer_id and d.currency = b.currency and d.outcome in ('pending', 'delivered', 'returned')
        and d.created_at >= s.month::timestamp at time zone a.time_zone
        and d.created_at < (s.month + interval '1 month')::timestamp at time zone a.time_zone
    ) d
    where s.month_spent_minor <> d.total

  union all
  -- I11: nobody changed an entry: the hash chain recomputes from the first entry to the head, and what guards it stands
  -- (audit_guards).
  select 'I11', c.book_account_id::text || ' version ' || c.version, 'the hash chain breaks here'
    from (
      select e.*, t.key, lag(e.hash, 1, ''::bytea) over (partition by e.book_account_id order by e.version) as previous
      from book_entry e join book_tx t on t.id = e.tx_id where e.version is not null
    ) c
    where c.hash is distinct from entry_hash(
      c.previous, c.book_account_id, c.version, c.amount, c.balance_after, c.created_at, c.key)
  union all
  select 'I11', b.id::text, 'the head of the hash chain is not its last entry' from book_account b
    where b.strict and b.head_hash is distinct from coalesce(
      (select e.hash from book_entry e where e.book_account_id = b.id and e.version = b.version), ''::bytea)

  union all
  -- I12: every event of Stripe is processed, or still on its way through the outbox.
  select 'I12', s.id, 'was received and is neither processed nor on its way' from stripe_event s
    where s.processed_at is null and not exists (
      select from outbox o where o.kind = 'stripe_event' and o.subject_id = s.id and o.done_at is null)

  union all
  -- I13: cash is liability: over all books of an account and currency everything cancels out, and the money that
  -- Stripe clearing shows came in through charges that were paid.
  select 'I13', e.account_id, format('the books in %s sum to %s', e.currency, sum(e.amount)) from book_entry e
    group by e.account_id, e.currency having sum(e.amount) <> 0
  union all
  select 'I13', s.account_id, format('charges that were paid sum to %s %s, what they paid for to %s', s.paid, s.currency, s.posted)
    from (
      select coalesce(c.account_id, p.account_id) as account_id, coalesce(c.currency, p.currency) as currency,
        coalesce(c.paid, 0) as paid, coalesce(p.posted, 0) as posted
      from (select account_id, currency, sum(amount_minor) as paid from charge where status = 'succeeded'
            group by account_id, currency) c
      full join (
        select t.account_id, e.currency, -sum(e.amount) as posted
        from book_tx t join book_entry e on e.tx_id = t.id join book_account b on b.id = e.book_account_id
        left join receivable_payment y on y.tx_id = t.id
        -- Who pays an invoice on Stripe's own page is charged there: that is no charge of ours.
        where b.kind = 'stripe_clearing'
          and (t.kind in ('top_up', 'delivery') or t.kind = 'receivable_payment' and y.source = 'card_on_file')
        group by t.account_id, e.currency
      ) p on p.account_id = c.account_id and p.currency = c.currency
    ) s where s.paid <> s.posted

  union all
  -- I14: no line crosses tenants or currencies.
  select 'I14', e.tx_id::text || ' line ' || e.line, 'its tenant or currency is not that of its book and transaction'
    from book_entry e
    left join book_tx t on t.id = e.tx_id
    left join book_account b on b.id = e.book_account_id
    where t.account_id is distinct from e.account_id or b.account_id is distinct from e.account_id
      or b.currency is distinct from e.currency
  union all
  select 'I14', w.id, 'its book belongs to another tenant, wallet or currency' from wallet w
    join book_account b on b.id = w.book_account_id
    where (b.account_id, b.kind, b.owner_id, b.currency) is distinct from (w.account_id, 'wallet', w.id, w.currency)
  union all
  select 'I14', d.id, 'its wallet is of another tenant or currency'
    from delivery d left join wallet w on w.id = d.wallet_id
    where (w.account_id, w.currency) is distinct from (d.account_id, d.currency)

  union all
  -- I15: every privileged change has its row in the audit log.
  select 'I15', u.id, 'was asked for without a row in the audit log' from top_up u
    where not exists (select from audit_log l where l.account_id = u.account_id and l.subject_id = u.id)
  union all
  select 'I15', u.id, 'was canceled without a row in the audit log' from top_up u
    where u.cancel_reason is not null and not exists (
      select from audit_log l
      where l.account_id = u.account_id and l.subject_id = u.id and l.action = 'top_up.canceled')
  union all
  select 'I15', w.id, 'was opened for several buyers without a row in the audit log' from wallet w
    where w.owner = 'account' and not exists (
      select from audit_log l where l.account_id = w.account_id and l.subject_id = w.id)
  union all
  select 'I15', b.id, 'was created without a row in the audit log' from buyer b
    where not exists (select from audit_log l where l.account_id = b.account_id and l.subject_id = b.id)
  union all
  select 'I15', p.id, 'was saved without a row in the audit log' from payment_method p
    where not exists (select from audit_log l where l.account_id = p.account_id and l.subject_id = p.id)
$$;

create function audit_guards() returns table (invariant text, subject text, detail text) language sql stable as $$
  select 'I11', g.guard, 'this guard is missing or switched off' from (values
      ('book_entry_balanced'), ('book_entry_append_only'), ('book_entry_no_truncate'), ('book_tx_append_only'),
      ('book_tx_no_truncate'), ('book_account_identity'), ('book_account_no_delete'), ('audit_log_append_only'),
      ('audit_log_no_truncate'), ('delivery_decided_once'), ('delivery_in_its_account'),
      ('buyer_no_delete'), ('buyer_no_truncate'), ('buyer_keeps_its_identity'), ('hold_append_only'), ('hold_no_truncate'),
      ('hold_resolution_append_only'), ('hold_resolution_no_truncate'), ('charge_payment_intent')) as g (guard)
    where not exists (select from pg_trigger t where t.tgname = g.guard and t.tgenabled in ('O', 'A'))
  union all
  select 'I11', g.guard, 'this constraint is missing or not valid' from (values
      ('never_overdrawn'), ('held_is_not_negative'), ('lazy_has_no_state'), ('one_posting_per_key'),
      ('balance_runs_on'), ('version_runs_on'), ('chained_or_not'),
      ('wallet_has_a_floor'), ('charge_top_up_id_key'), ('charge_payment_intent_id_key'),
      ('final_states_have_an_end'), ('buyer_card_names_the_buyer'),
      ('succeeded_means_posted'), ('one_top_up_per_key'), ('one_hold_per_key'),
      ('insufficient_funds_were_insufficient')) as g (guard)
    where not exists (select from pg_constraint c where c.conname = g.guard and c.convalidated)
  union all
  select 'I11', g.guard, 'this unique index is missing' from (values
      ('delivery_once'), ('one_delivery_per_key'), ('delivery_of_hold'), ('top_up_one_automatic'),
      ('payment_method_one_default'), ('book_entry_version'), ('book_tx_external_ref')) as g (guard)
    where not exists (
      select from pg_class c join pg_index i on i.indexrelid = c.oid
      where c.relname = g.guard and i.indisunique and i.indisvalid)
$$;

create or replace function audit_ledger() returns table (invariant text, subject text, detail text) language sql stable as $$
  select * from audit_books() union all select * from audit_guards()
  union all select * from audit_collections() union all select * from audit_ways_back()
$$;
