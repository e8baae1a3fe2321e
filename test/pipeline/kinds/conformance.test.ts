import { KIND_NAMES, kindOf } from '../../../src/pipeline/kinds';
import { describeKind } from '../../conformance/kinds';
import { removeJobs } from '../../support/job';

afterAll(removeJobs);

// A kind that makes nothing has nothing to keep to.
for (const name of KIND_NAMES.filter((each) => kindOf(each).load !== null)) describeKind(name);
