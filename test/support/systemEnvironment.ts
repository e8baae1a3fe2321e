import { TestEnvironment } from 'jest-environment-node';
import { noteFailure } from './testFailed';

/** Lets what serves the tests of a file know that one has failed, so that it can show what it has seen. */
export default class SystemEnvironment extends TestEnvironment {
  handleTestEvent({ name }: { name: string }): void {
    if (name === 'test_fn_failure' || name === 'hook_failure') noteFailure(this.global);
  }
}
