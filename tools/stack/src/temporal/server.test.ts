import { Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { expect, inject, it } from 'vitest';
import { registerSearchAttributes } from './namespace.ts';
import '../testing/backends.ts';
import { searchAttributes } from './search-attributes.ts';

it('the Temporal server has our search attributes and keeps closed workflows for 90 days', async () => {
  const address = inject('temporalAddress');
  await registerSearchAttributes({ address }, 'default'); // a second time changes nothing
  const connection = await Connection.connect({ address });
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    expect(customAttributes).toMatchObject(searchAttributes);
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(tsToMs(config?.workflowExecutionRetentionTtl)).toBe(90 * 24 * 60 * 60 * 1000);
  } finally {
    await connection.close();
  }
});
