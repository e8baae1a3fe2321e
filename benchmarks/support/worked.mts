/** Milliseconds that this thread has worked: on a busy machine the clock goes on while it waits. */
export function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
