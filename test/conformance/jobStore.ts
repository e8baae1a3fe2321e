import { describeDriven } from './jobStore/driven';
import { describeEvents } from './jobStore/events';
import { describeFencing } from './jobStore/fencing';
import { describeLists } from './jobStore/lists';
import { describeOutbox } from './jobStore/outbox';
import { describePages } from './jobStore/pages';
import { describeQueue } from './jobStore/queue';
import { rows } from './jobStore/rows';
import type { StoreUnderTest } from './jobStore/rows';
import { describeWatches } from './jobStore/watches';

/** What every job store keeps to. @param make an empty store, for each test */
export function describeJobStore(name: string, make: () => StoreUnderTest): void {
  describe(`${name} as a job store`, () => {
    const under = rows(make);
    for (const part of [
      describeQueue,
      describePages,
      describeDriven,
      describeFencing,
      describeEvents,
      describeOutbox,
      describeLists,
      describeWatches,
    ])
      part(under);
  });
}
