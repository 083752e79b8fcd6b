-- The report again, in three parts: the books and collections as before, now for every way to pay for a lead, and what
-- refunds, disputes and invoices add.

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
  -- I11: nobody changed an entry: the hash chain recomputes from the first entry to the head, and the guards stand.
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
  select 'I11', g.guard, 'this guard is missing or switched off' from (values
      ('book_entry_balanced'), ('book_entry_append_only'), ('book_entry_no_truncate'), ('book_tx_append_only'),
      ('book_tx_no_truncate'), ('book_account_identity'), ('book_account_no_delete'), ('audit_log_append_only'),
      ('audit_log_no_truncate'), ('delivery_decided_once'),
      ('delivery_in_its_account'), ('buyer_no_delete'), ('buyer_no_truncate'), ('buyer_keeps_its_identity'), ('hold_append_only'), ('hold_no_truncate'),
      ('hold_resolution_append_only'), ('hold_resolution_no_truncate'), ('charge_payment_intent')) as g (guard)
    where not exists (select from pg_trigger t where t.tgname = g.guard and t.tgenabled in ('O', 'A'))
  union all
  select 'I11', g.guard, 'this constraint is missing or not valid' from (values
      ('never_overdrawn'), ('held_is_not_negative'), ('lazy_has_no_state'), ('one_posting_per_key'),
      ('balance_runs_on'), ('version_runs_on'), ('chained_or_not'),
      ('wallet_has_a_floor'), ('charge_top_up_id_key'), ('charge_payment_intent_id_key'),
      ('final_states_have_an_end'), ('buyer_card_names_the_buyer'),
      ('succeeded_means_posted'), ('one_top_up_per_key'), ('one_delivery_per_key'), ('one_hold_per_key'),
      ('insufficient_funds_were_insufficient')) as g (guard)
    where not exists (select from pg_constraint c where c.conname = g.guard and c.convalidated)
  union all
  select 'I11', g.guard, 'this unique index is missing' from (values
      ('delivery_once'), ('delivery_of_hold'), ('top_up_one_automatic'), ('payment_method_one_default'),
      ('book_entry_version'), ('book_tx_external_ref')) as g (guard)
    where not exists (
      select from pg_class c join pg_index i on i.indexrelid = c.oid
      where c.relname = g.guard and i.indisunique and i.indisvalid)

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

create or replace function audit_collections() returns table (invariant text, subject text, detail text) language sql stable as $$
  -- I7: a charge fails only while it can still be collected.
  select 'I7', c.id, format('is %s although its top-up has ended', c.retry_state) from charge c
    join top_up u on u.id = c.top_up_id where c.retry_state is not null and u.ended_at is not null

  union all
  -- I9: draws decide by what the wallet says of its rule.
  select 'I9', w.id, format('says it refills at %s, its rule says otherwise', coalesce(w.auto_top_up_at_minor::text, 'nothing'))
    from wallet w left join auto_top_up_rule r on r.wallet_id = w.id
    where w.auto_top_up_at_minor is distinct from
      case when r.enabled and r.suspended_at is null then r.threshold_minor end

  union all
  -- I10: no card is declined more often in thirty days than the card networks put up with.
  select 'I10', a.fingerprint, format('was declined %s times within 30 days', max(a.declined)) from (
      select fingerprint, count(*) over (partition by fingerprint order by started_at
        range between interval '30 days' preceding and current row) as declined
      from charge_attempt where fingerprint is not null and outcome = 'declined'
    ) a
    where a.declined > 10 group by a.fingerprint

  union all
  -- I11: the guards stand.
  select 'I11', g.guard, 'this guard is missing or switched off' from (values
      ('auto_top_up_threshold'), ('pause_reason_opened'), ('pause_reason_changed'), ('pause_reason_no_delete'),
      ('pause_reason_no_truncate')) as g (guard)
    where not exists (select from pg_trigger t where t.tgname = g.guard and t.tgenabled in ('O', 'A'))
  union all
  select 'I11', g.guard, 'this constraint is missing or not valid' from (values
      ('email_account_id_kind_audience_occasion_key'), ('outgoing_webhook_account_id_type_occasion_key'),
      ('outbox_kind_subject_id_key'), ('payer_link_token_sha256_key')) as g (guard)
    where not exists (select from pg_constraint c where c.conname = g.guard and c.convalidated)
  union all
  select 'I11', g.guard, 'this unique index is missing' from (values
      ('payment_method_one_backup'), ('card_incident_open'), ('pause_reason_once'), ('pause_episode_open'),
      ('payer_link_of_charge')) as g (guard)
    where not exists (
      select from pg_class c join pg_index i on i.indexrelid = c.oid
      where c.relname = g.guard and i.indisunique and i.indisvalid)

  union all
  -- I12: a buyer is in a pause exactly while a reason with that effect is open, and each pause was told.
  select 'I12', coalesce(e.buyer_id, r.buyer_id), case when e.buyer_id is null then 'is paused without an episode'
      else 'is in an episode of a pause that is over' end
    from (select distinct buyer_id from pause_reason where closed_at is null and effect = 'pause') r
    full join (select buyer_id from pause_episode where closed_at is null) e on e.buyer_id = r.buyer_id
    where e.buyer_id is null or r.buyer_id is null
  union all
  select 'I12', e.id, format('%s was never told', t.type) from pause_episode e
    cross join lateral (
      select 'buyer.paused' as type union all select 'buyer.resumed' where e.closed_at is not null) t
    where not exists (
      select from outgoing_webhook w where w.account_id = e.account_id and w.type = t.type and w.occasion = e.id)

  union all
  -- I15: who agreed to a rule stands in the audit log.
  select 'I15', r.wallet_id, 'has a rule without a row in the audit log' from auto_top_up_rule r
    where not exists (
      select from audit_log l
      where l.account_id = r.account_id and l.subject_id = r.wallet_id and l.action = 'auto_top_up.saved')
$$;

create function audit_ways_back() returns table (invariant text, subject text, detail text) language sql stable as $$
  -- I6: each refund took its money once, and a failed one gave it back.
  select 'I6', r.id, 'has no posting of what it took' from refund r left join book_tx t on t.id = r.tx_id
    where (t.account_id, t.key) is distinct from (r.account_id, case r.origin
      when 'requested' then 'refund:' || r.id when 'returned_lead' then 'return:' || r.delivery_id
      else 'dashboard_refund:' || r.stripe_refund_id end)
  union all
  select 'I6', r.id, case when t.id is null then 'has failed and was not given back' else 'was given back and has not failed' end
    from refund r left join book_tx t on t.account_id = r.account_id and t.key = 'refund_failed:' || r.id
    where (r.status = 'failed') <> (t.id is not null)
  union all
  select 'I6', r.id, 'has succeeded and is still in flight' from refund r
    where r.status = 'succeeded' and r.origin <> 'dashboard' and not exists (
      select from book_tx t where t.account_id = r.account_id and t.key = 'refund_settled:' || r.id)
  union all
  -- I6: each dispute that took money has one posting, and its verdict the one that follows from it.
  select 'I6', d.id, 'has no posting of what it took' from dispute d left join book_tx t on t.id = d.tx_id
    where d.tx_id is not null and (t.account_id, t.key) is distinct from (d.account_id, 'dispute:' || d.id)
  union all
  select 'I6', d.id, 'its verdict is not in the books' from dispute d
    where d.tx_id is not null and d.verdict is not null and not exists (
      select from book_tx t where t.account_id = d.account_id and t.key = 'dispute_' || d.verdict || ':' || d.id)

  union all
  -- I8: nothing is refunded beyond what was paid.
  select 'I8', c.id, format('of %s, %s was refunded', c.amount_minor, sum(r.amount_minor)) from refund r
    join charge c on c.id = r.charge_id where r.status = 'succeeded'
    group by c.id, c.amount_minor, c.status having sum(r.amount_minor) > c.amount_minor or c.status <> 'succeeded'

  union all
  -- I13: what the books have in flight to cards is what is being refunded, and what they have in dispute is disputed.
  select 'I13', coalesce(b.account_id, r.account_id),
      format('refunds in flight in %s: the books say %s, the refunds %s', coalesce(b.currency, r.currency), b.total, r.total)
    from (
      select k.account_id, k.currency, sum(e.amount) as total from book_account k
      join book_entry e on e.book_account_id = k.id where k.kind = 'refunds_in_flight' group by 1, 2
    ) b
    full join (
      select account_id, currency, sum(amount_minor) as total from refund
      where status = 'pending' and origin <> 'dashboard' group by 1, 2
    ) r on r.account_id = b.account_id and r.currency = b.currency
    where coalesce(b.total, 0) <> coalesce(r.total, 0)
  union all
  select 'I13', coalesce(b.account_id, d.account_id),
      format('disputed in %s: the books say %s, the disputes %s', coalesce(b.currency, d.currency), b.total, d.total)
    from (
      select k.account_id, k.currency, sum(e.amount) as total from book_account k
      join book_entry e on e.book_account_id = k.id where k.kind = 'disputed_funds' group by 1, 2
    ) b
    full join (
      select account_id, currency, sum(amount_minor) as total from dispute
      where tx_id is not null and verdict is null group by 1, 2
    ) d on d.account_id = b.account_id and d.currency = b.currency
    where coalesce(b.total, 0) <> coalesce(d.total, 0)

  union all
  -- I13: an invoice is the sum of its lines, and what was credited on it the sum of its credit notes.
  select 'I13', i.id, format('its lines sum to %s of %s', l.total, i.subtotal_minor) from invoice i
    cross join lateral (
      select coalesce(sum(l.amount_minor), 0) as total from invoice_line l where l.invoice_id = i.id
    ) l where l.total <> i.subtotal_minor
  union all
  select 'I13', i.id, format('its credit notes sum to %s of %s', n.total, i.credited_minor) from invoice i
    cross join lateral (
      select coalesce(sum(n.amount_minor), 0) as total from credit_note n where n.invoice_id = i.id
    ) n where n.total <> i.credited_minor

  union all
  -- I13: what moved from one wallet to another left the one and reached the other.
  select 'I13', t.id::text, format('%s does not move one sum from a wallet to a wallet', t.key)
    from book_tx t
    cross join lateral (
      select count(*) as lines, count(*) filter (where b.kind = 'wallet') as wallets
      from book_entry e join book_account b on b.id = e.book_account_id where e.tx_id = t.id
    ) l where t.kind = 'transfer' and (l.lines <> 2 or l.wallets <> 2)

  union all
  -- I6: each payment that was recorded is posted once for its sum, and taken back once where it was reversed.
  select 'I6', y.id, 'has no posting of its sum on what its buyer owes' from receivable_payment y
    where not exists (
      select from book_tx t join book_entry e on e.tx_id = t.id join book_account b on b.id = e.book_account_id
      where t.id = y.tx_id and t.account_id = y.account_id and t.key = 'payment:' || y.id and b.kind = 'receivable'
        and b.owner_id = y.buyer_id and e.amount = y.amount_minor)
  union all
  select 'I6', y.id, case when t.id is null then 'was reversed and is still posted' else 'is reversed in the books alone' end
    from receivable_payment y
    left join book_tx t on t.account_id = y.account_id and t.key = 'payment_reversed:' || y.id
    where (y.reversed_at is null) <> (t.id is null)
  union all
  -- I6: a top-up that is to be on an invoice is on one, for its sum.
  select 'I6', u.id, 'is on no invoice of its sum although it was to be' from top_up u
    where u.invoice and u.status = 'succeeded' and not exists (
      select from invoice i where i.top_up_id = u.id and i.kind = 'top_up' and i.amount_minor = u.amount_minor)

  union all
  -- I13: what was paid on an invoice is what was recorded and applied, what was written off is posted, and the invoices of a
  -- book leave no entry out and bill none twice.
  select 'I13', i.id, format('payments applied to it sum to %s of %s', y.total, i.paid_minor) from invoice i
    cross join lateral (
      select coalesce(sum(y.applied_minor), 0) as total from receivable_payment y
      where y.invoice_id = i.id and y.reversed_at is null
    ) y where i.kind <> 'top_up' and y.total <> i.paid_minor
  union all
  select 'I13', i.id, 'its write-off is not in the books, or stands there alone' from invoice i
    where (i.status = 'written_off') <> exists (
      select from book_tx t join book_entry e on e.tx_id = t.id join book_account b on b.id = e.book_account_id
      where t.account_id = i.account_id and t.key = 'write_off:' || i.id and b.kind = 'receivable'
        and e.amount = i.written_off_minor)
  union all
  select 'I13', i.id, format('begins after entry %s and the one before it ended at %s', i.from_version, i.before)
    from (
      select i.id, i.from_version,
        lag(i.to_version, 1, 0::bigint) over (partition by i.book_account_id, i.kind order by i.to_version, i.from_version) as before
      from invoice i where i.from_version is not null
    ) i where i.from_version <> i.before

  union all
  -- I11: the guards stand.
  select 'I11', g.guard, 'this guard is missing or switched off' from (values
      ('buyer_switch_append_only'), ('buyer_switch_no_truncate'), ('credit_note_no_delete'),
      ('dispute_keeps_its_past'), ('invoice_keeps_what_it_says'), ('invoice_line_append_only'),
      ('invoice_no_delete'), ('lead_reason_closed'), ('lead_return_kept'), ('refund_credit_note'),
      ('refund_decided_once'), ('refund_is_covered'), ('top_up_invoice')) as g (guard)
    where not exists (select from pg_trigger t where t.tgname = g.guard and t.tgenabled in ('O', 'A'))
  union all
  select 'I11', g.guard, 'this constraint is missing or not valid' from (values
      ('cards_are_refunded_not_corrected'), ('charge_pays_for_one_thing'), ('correction_is_whole'),
      ('dispute_debtor_of_what_is_owed'), ('dispute_is_about_one_payment'), ('dispute_taken_adds_up'),
      ('dispute_taken_once'), ('inquiries_take_nothing'), ('invoice_adds_up'), ('invoice_covers_entries'),
      ('invoice_not_overpaid'), ('invoice_once_for_a_period'), ('invoice_paid_means_paid'),
      ('manual_never_at_stripe'), ('nothing_is_paid_on_a_void_invoice'), ('only_card_top_ups_on_invoices'),
      ('only_top_ups_are_retried'), ('only_void_invoices_are_rebilled'), ('outside_has_a_reference'),
      ('return_key_has_its_hash'), ('reversed_means_posted'), ('switch_changes_something'), ('top_ups_are_untaxed')) as g (guard)
    where not exists (select from pg_constraint c where c.conname = g.guard and c.convalidated)
  union all
  select 'I11', g.guard, 'this unique index is missing' from (values
      ('invoice_begins_where_the_last_ended'), ('receivable_payment_of_intent'), ('top_up_one_rest_of_debt')) as g (guard)
    where not exists (
      select from pg_class c join pg_index i on i.indexrelid = c.oid
      where c.relname = g.guard and i.indisunique and i.indisvalid)
$$;

create or replace function audit_ledger() returns table (invariant text, subject text, detail text) language sql stable as $$
  select * from audit_books() union all select * from audit_collections() union all select * from audit_ways_back()
$$;
