-- A customer that was deleted at Stripe is gone for ever: its id is never kept again, however late it comes (Stripe repeats
-- the answer that created it under the same key for a day).
create index stripe_event_customer_deleted on stripe_event (object_id) where type = 'customer.deleted';
