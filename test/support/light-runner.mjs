// Jest's tests in Node as it is (docs/decisions/0017): jest-light-runner, with one hazard of it taken out.
import LightRunner from 'jest-light-runner/child-process';

/**
 * A new worker asks for Jest's configuration. jest-light-runner (0.7.13, and 0.8.2 as well) has one channel for all of its
 * workers: the first that asks makes it answer everybody, once. A worker that is still loading hears nothing of that,
 * asks later, and waits for ever: a whole run ends that never fails. Here each run of a file has a channel of its own.
 */
export default class extends LightRunner {
  _testRunners = new RunnersByProject(this);
}

class RunnersByProject extends Map {
  constructor(runner) {
    super();
    this.runner = runner;
  }

  /** Called by jest-light-runner once for a project, with the pool it has made. */
  set(projectConfig, { pool, run }) {
    const { _globalConfig: globalConfig, _runtime: runtime } = this.runner;
    if (runtime === 'main_thread') return super.set(projectConfig, { pool, run });
    const workerData = { globalConfig, projectConfig, runtime };
    return super.set(projectConfig, {
      pool,
      run: (test) => pool.run(test.path, { channel: channelOfOneRun(workerData) }),
    });
  }
}

/** What a worker says beside its results, and what it is told (tinypool's "channel" of a task). */
function channelOfOneRun(workerData) {
  let tell;
  return {
    onMessage: (listener) => (tell = listener),
    postMessage: (message) => {
      if (message === 'jest-light-runner-get-worker-data') {
        tell({ type: 'jest-light-runner-worker-data', workerData });
      }
    },
  };
}
