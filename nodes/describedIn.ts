import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeTypeBaseDescription, INodeTypeDescription } from 'n8n-workflow';

type Own = Pick<INodeTypeDescription, 'subtitle' | 'credentials' | 'properties'> &
  Partial<Pick<INodeTypeDescription, 'webhooks'>>;

/** A node that takes items and hands items on, as one of its versions has it. */
export const describedIn = (version: number, base: INodeTypeBaseDescription, own: Own): INodeTypeDescription => ({
  ...base,
  version,
  defaults: { name: base.displayName },
  inputs: [NodeConnectionTypes.Main],
  outputs: [NodeConnectionTypes.Main],
  usableAsTool: true,
  ...own,
});
