import { emit } from '../events/emit.ts';
import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import type { Dispute } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';
import { closeDispute } from './close.ts';
import { withEvidence } from './evidence.ts';

export function requiredDispute(scope: Scope, id: string): Dispute {
  return required(scope.tables.disputes, id, { noun: 'dispute' });
}

export const disputeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/disputes',
    handle: ({ tables }, { params, path }) => {
      const charge = params.string('charge');
      const intent = params.string('payment_intent');
      const rows = tables.disputes
        .all()
        .filter((row) => charge === null || row.charge === charge)
        .filter((row) => intent === null || row.payment_intent === intent);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/disputes/:id',
    handle: (scope, { id }) => requiredDispute(scope, id),
  },
  {
    method: 'POST',
    path: '/v1/disputes/:id',
    handle: (scope, { id, params }) => {
      const dispute = requiredDispute(scope, id);
      const evidence = params.nested('evidence')?.entries() ?? [];
      const submits = evidence.length > 0 && params.boolean('submit') !== false;
      const updated = scope.tables.disputes.update(id, {
        metadata: mergedMetadata(params, dispute.metadata),
        evidence: withEvidence(dispute, evidence),
        ...(submits ? submission(dispute) : {}),
      });
      emit(scope, { type: 'charge.dispute.updated', object: updated });
      return updated;
    },
  },
  {
    method: 'POST',
    path: '/v1/disputes/:id/close',
    handle: (scope, { id }) => closeDispute(scope, requiredDispute(scope, id), 'lost'),
  },
];

function submission(dispute: Dispute): Partial<Dispute> {
  const { evidence_details: details } = dispute;
  return {
    status: dispute.status === 'needs_response' ? 'under_review' : 'warning_under_review',
    evidence_details: { ...details, has_evidence: true, submission_count: details.submission_count + 1 },
  };
}
