import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { swiftiaClient } from '../../src/backends/swiftia/client';
import { swiftiaAccess } from '../../src/backends/swiftia/access';
import { swiftia } from '../../src/backends/swiftia/backend';
import { credentialOf } from '../hosted/openBackend';
import { toMediaError } from '../../src/pipeline/errors/mediaError';

/** So long a form is kept waiting (ms). */
const WITHIN_MS = 15_000;

/** The looks that the organisation of the credential has made for itself, by name. */
export async function brandPresets(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  try {
    const found = await swiftiaClient(swiftiaAccess(await credentialOf(context, swiftia)), {
      within: WITHIN_MS,
    }).brandings(new AbortController().signal);
    return found.map(({ id, name }) => ({ name, value: id })).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  } catch (error) {
    const { message, next } = toMediaError(error);
    throw new NodeOperationError(context.getNode(), message, { description: next });
  }
}
