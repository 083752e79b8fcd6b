/** Where operators see workflows. */
export type WorkflowLinks = { temporalUiUrl: string; temporalNamespace: string };

export function workflowLink(workflowId: string, { temporalUiUrl, temporalNamespace }: WorkflowLinks) {
  const base = temporalUiUrl.replace(/\/+$/, '');
  const url = `${base}/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(workflowId)}`;
  return { id: workflowId, url };
}
