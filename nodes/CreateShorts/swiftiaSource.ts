import type { IExecuteFunctions } from 'n8n-workflow';
import { nameOfAddress } from '../../src/backends/nameOfAddress';
import type { StagingPlace } from '../../src/backends/staging';
import { addressOf } from '../../src/pipeline/storage/place';
import type { Source } from '../../src/pipeline/storage/source';
import { redact } from '../../src/pipeline/base/redact';
import { STAGING_WAY, stagingPlace } from '../hosted/read';
import { laterInput, openable, signedInput } from '../input/read';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { INPUT } from '../names';

/** Where the long video is. */
export type SwiftiaSource = {
  /** As users are shown it. */
  shown: string;
  /** What names of shorts are made from. */
  name: string;
} & (
  { youtube: string } | { address: string; probed: Source } | { source: Source; probed: Source; staging: StagingPlace }
);

/** The source that the node's parameters name for an item. @throws input_required, invalid_input, staging_required */
export async function swiftiaSource(context: IExecuteFunctions, index: number): Promise<SwiftiaSource> {
  const from = context.getNodeParameter(INPUT.source, index);
  if (from === 'youtube') {
    const video: unknown = context.getNodeParameter(INPUT.youtube, index);
    if (typeof video !== 'string' || video.trim() === '') throw mediaError('input_required', {});
    return { youtube: video, shown: redact(video.trim()), name: 'short' };
  }
  const input = await laterInput(context, index);
  const probed = openable(input);
  if ('keys' in input) {
    const { place, shown } = await signedInput(input);
    return { address: addressOf(place), probed, shown, name: probed.name };
  }
  if ('place' in input) {
    const address = addressOf(input.place);
    return { address, probed, shown: probed.shown, name: nameOfAddress(address) };
  }
  const staging = await stagingPlace(context, index);
  if (staging === null)
    throw mediaError('staging_required', { input: probed.shown, backend: 'Swiftia', way: STAGING_WAY });
  return { source: probed, probed, staging, shown: probed.shown, name: probed.name };
}
