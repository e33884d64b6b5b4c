import { describe, expect, it } from '@jest/globals';
import { createProgress } from '../../../src/adapters/log/terminal-progress.ts';

function listen(live: boolean) {
  let now = 0;
  let said = '';
  const progress = createProgress({
    write: (text) => (said += text),
    live,
    colour: false,
    width: 60,
    now: () => now,
  });
  return { progress, pass: (ms: number) => (now += ms), said: () => said };
}

describe('createProgress', () => {
  it('says a plain line when a step ends, and nothing a terminal would need', () => {
    const { progress, pass, said } = listen(false);
    const step = progress.step('lint:\n  eslint .');
    pass(1500);
    step.done('green');
    step.done('twice');
    progress.note('by the way');
    expect(said()).toBe('lint: eslint .: green 1.5 s\nby the way\n');
  });

  it('draws one live line on a terminal and clears it', () => {
    const { progress, said } = listen(true);
    const step = progress.step('a very long step that does not fit into the width of this terminal at all');
    expect(said()).toMatch(/^\r\u001b\[K⠋ .{1,60}…$/);
    step.done();
    expect(said()).toMatch(/0\.0 s\n\r\u001b\[K$/);
  });
});
