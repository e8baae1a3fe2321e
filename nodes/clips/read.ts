import type { IExecuteFunctions } from 'n8n-workflow';
import { isHosted } from '../../src/backends';
import type { Backend } from '../../src/backends/backend';
import { notJoined } from '../../src/backends/refuseUntaken';
import { kindOf } from '../../src/pipeline/kinds';
import type { KindName } from '../../src/pipeline/kinds';
import { isKind } from '../../src/pipeline/request/request';
import { itemOptions } from '../items/read';
import { ITEM_OPTIONS } from '../names';
import type { GivenClip } from './clip';
import type { MadeOf } from './fields';
import { clipsOfItems } from './ofItems';
import { clipsOfList } from './ofList';

/** What a job of a kind is made of, as the node is set. Where a kind takes one input its form shows no choice, and one that was left there says nothing. */
export function madeOf(context: IExecuteFunctions, kind: KindName): MadeOf {
  const joins = isKind(kind) && kindOf(kind).joins !== undefined;
  const chosen = joins ? itemOptions(context, 0)[ITEM_OPTIONS.items] : undefined;
  return chosen === 'joined' || chosen === 'list' ? chosen : 'each';
}

/** The clips of a job before they are checked; null: it has one input. @throws request_invalid */
export function givenClips(
  context: IExecuteFunctions,
  index: number,
  { kind, place }: { kind: KindName; place: Backend },
): GivenClip[] | null {
  const of = madeOf(context, kind);
  if (of === 'each') return null;
  if (isHosted(place)) throw notJoined(place);
  return of === 'joined' ? clipsOfItems(context) : clipsOfList(context, index);
}
