import type { IExecuteFunctions } from 'n8n-workflow';
import { parseRenderOrder } from '../../src/backends/swiftia/renderOrder';
import type { RenderOrder } from '../../src/backends/swiftia/renderOrder';
import { jsonOf, predefinedOf } from './predefinedShorts';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { SHORTS } from '../names';

/** What is to be made of an item's source, still unchecked: the fields of a create order but its source. */
export async function shortsFields(
  context: IExecuteFunctions,
  index: number,
  webhookUrl: string | null,
): Promise<Record<string, unknown>> {
  const name: unknown = context.getNodeParameter(SHORTS.job, index, '');
  const predefinedShorts = predefinedOf(context, index);
  return {
    ...(name !== '' && { name }),
    ...(predefinedShorts !== null && { predefinedShorts }),
    ...(webhookUrl !== null && { webhook: await withToken(context, index, webhookUrl) }),
  };
}

/** Puts the secret behind an address that has none: nothing else tells Swiftia's webhooks from those of others. */
async function withToken(context: IExecuteFunctions, index: number, address: string): Promise<string> {
  if (context.getNode().credentials?.mediaWebhookSecretApi === undefined) return address;
  const { secret } = await context.getCredentials<{ secret: string }>('mediaWebhookSecretApi', index);
  const url = new URL(address);
  if (!url.searchParams.has('token')) url.searchParams.set('token', secret.trim());
  return url.href;
}

/** How an item's shorts are to be rendered. @throws request_invalid */
export function renderOf(context: IExecuteFunctions, index: number): RenderOrder {
  const given = context.getNodeParameter(SHORTS.render, index, {}) as Record<string, unknown>;
  const set = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
  const {
    preset,
    brandPresetId,
    width,
    height,
    maxWordsInPage,
    waterMark,
    style,
    facePaddingFactor,
    maxSpeakersToFocus,
  } = set;
  const director = {
    ...(facePaddingFactor !== undefined && { camera: { facePaddingFactor } }),
    ...(maxSpeakersToFocus !== undefined && { intelligence: { maxSpeakersToFocus } }),
  };
  const options = {
    ...(maxWordsInPage !== undefined && { maxWordsInPage }),
    ...(waterMark !== undefined && { waterMark: jsonOf(waterMark, 'waterMark') }),
    ...(style !== undefined && { style: jsonOf(style, 'style') }),
    ...(Object.keys(director).length > 0 && { director }),
  };
  return parseRenderOrder({
    ...(preset !== undefined && { preset }),
    ...(brandPresetId !== undefined && { brandPresetId }),
    ...((width !== undefined || height !== undefined) && { size: { width, height } }),
    ...(Object.keys(options).length > 0 && { options }),
  });
}

export interface CostSettings {
  dryRun: boolean;
  /** US dollars; null: any amount. */
  spendAtMost: number | null;
  /** As the user says; null where nothing is said. */
  minutes: number | null;
  gigabytes: number | null;
}

/** @throws request_invalid */
export function costSettings(context: IExecuteFunctions, index: number): CostSettings {
  const given = context.getNodeParameter(SHORTS.cost, index, {}) as Record<string, unknown>;
  const amount = (name: string): number | null => {
    const value = given[name];
    if (value === undefined || value === null || value === '') return null;
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number !== 'number' || !(number >= 0 && number < Infinity))
      throw mediaError('request_invalid', {
        problems: `"${name}" must be a number, and at least 0 (given: ${shownValue(value)}).`,
      });
    return number;
  };
  return {
    dryRun: context.getNodeParameter(SHORTS.dryRun, index, false) === true,
    spendAtMost: amount('spendAtMost'),
    minutes: amount('minutes'),
    gigabytes: amount('gigabytes'),
  };
}
