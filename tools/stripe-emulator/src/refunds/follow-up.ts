/** A refund whose final state comes later by itself. It is kept until then, so a restart does not lose it. */
export type FollowUp = { id: string; status: RefundResult };

export type RefundResult = 'succeeded' | 'failed';
