import { describeJobStore } from '../../conformance/jobStore';
import { memoryStore } from './memoryStore';

describeJobStore('memory', () => {
  const { open } = memoryStore();
  return { open: async () => open() };
});
