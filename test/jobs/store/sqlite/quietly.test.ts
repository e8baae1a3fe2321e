import { quietly } from '../../../../src/jobs/store/sqlite/quietly';

const emitted = jest.spyOn(process, 'emitWarning').mockReturnValue();
afterEach(() => emitted.mockClear());
afterAll(() => emitted.mockRestore());

const SQLITE = 'SQLite is an experimental feature and might change at any time';

it('keeps Node from a word about SQLite, and from no other', () => {
  const answer = quietly(() => {
    process.emitWarning(SQLITE, 'ExperimentalWarning');
    process.emitWarning('Something else', 'DeprecationWarning', 'DEP1');
    return 7;
  });
  expect(answer).toBe(7);
  expect(emitted.mock.calls).toEqual([['Something else', 'DeprecationWarning', 'DEP1']]);
});

it.each([() => undefined, () => throwing()])('lets it speak again afterwards', (load) => {
  try {
    quietly(load);
  } catch (error) {
    expect(error).toEqual(new Error('not there'));
  }
  process.emitWarning(SQLITE);
  expect(emitted).toHaveBeenCalledTimes(1);
});

function throwing(): never {
  throw new Error('not there');
}
