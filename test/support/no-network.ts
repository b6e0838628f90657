import nock from 'nock';

/**
 * From now on nothing reaches the Internet, and only nock answers for it. The function it gives back leaves the process
 * as it was, for the test files that it runs after this one.
 */
export function withoutNetwork(): () => void {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  return () => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  };
}
