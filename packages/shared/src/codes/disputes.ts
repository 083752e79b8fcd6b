/**
 * Where a dispute stands. `inquiry`: the bank only asks, no money has moved. `needs_response`: the money is gone and evidence
 * is awaited. `under_review`: the bank decides.
 */
export const DISPUTE_STATUSES = [
  'inquiry',
  'needs_response',
  'under_review',
  'won',
  'lost',
  'inquiry_closed',
] as const;

export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** How a dispute ended. An inquiry that never became a dispute just closes. */
export const DISPUTE_VERDICTS = ['won', 'lost', 'inquiry_closed'] as const;

export type DisputeVerdict = (typeof DISPUTE_VERDICTS)[number];
