import { testBrokenFiles } from '../support/structure/suite';

testBrokenFiles({ from: 0, count: 500 });
