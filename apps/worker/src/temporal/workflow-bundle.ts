import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';

const fromSource = import.meta.url.endsWith('.ts');

/** The bundle that is named, or else that the build made; made anew where the worker runs from sources. */
export async function readWorkflowBundle(codePath?: string): Promise<WorkflowBundleOption> {
  if (codePath !== undefined) return { codePath };
  if (fromSource) return bundleWorkflows();
  return { codePath: fileURLToPath(new URL('../workflow-bundle.js', import.meta.url)) };
}

/** Packages this code the way it is running itself: from sources under the export condition for them, else from dist. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  const workflowsPath = fileURLToPath(
    new URL(`../workflows/index.${fromSource ? 'ts' : 'js'}`, import.meta.url),
  );
  return bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => {
      if (!fromSource) return config;
      const conditionNames = ['@drawdown/source', 'webpack', 'require', 'import', 'default'];
      return { ...config, resolve: { ...config.resolve, conditionNames } };
    },
  });
}
