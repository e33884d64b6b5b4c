import { styleText } from 'node:util';
import type { Progress } from '../../domain/ports.ts';

export interface ProgressOptions {
  /** Where progress goes: standard error, so that results can be piped. */
  readonly write: (text: string) => void;
  /** True when lines can be overwritten. */
  readonly live: boolean;
  readonly colour: boolean;
  readonly width: number;
  readonly now: () => number;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/** One live line with a spinner on a terminal; elsewhere a plain line when a step ends. */
export function createProgress(options: ProgressOptions): Progress {
  const open: { text: string; started: number }[] = [];
  let timer: NodeJS.Timeout | null = null;
  let frame = 0;

  const paint = (style: 'dim' | 'cyan', text: string) =>
    options.colour ? styleText(style, text, { validateStream: false }) : text;
  const line = (text: string) => options.write(`${options.live ? CLEAR_LINE : ''}${text}\n`);
  const draw = () => {
    const current = open.at(-1);
    if (!current) return;
    const seconds = Math.floor((options.now() - current.started) / 1000);
    const mark = FRAMES[frame++ % FRAMES.length] ?? '';
    const text = clip(`${current.text}${seconds > 0 ? ` (${seconds} s)` : ''}`, options.width - 4);
    options.write(`${CLEAR_LINE}${paint('cyan', mark)} ${text}`);
  };
  const settle = () => {
    if (open.length > 0 || !timer) return;
    clearInterval(timer);
    timer = null;
    options.write(CLEAR_LINE);
  };

  return {
    step: (text) => {
      const step = { text, started: options.now() };
      open.push(step);
      if (options.live) {
        timer ??= setInterval(draw, FRAME_MS).unref();
        draw();
      }
      return {
        update: (next) => {
          step.text = next;
        },
        done: (result) => {
          const at = open.indexOf(step);
          if (at < 0) return;
          open.splice(at, 1);
          const took = ((options.now() - step.started) / 1000).toFixed(1);
          line(
            `${clip(step.text, Math.max(20, options.width - 30))}${result ? `: ${result}` : ''} ${paint('dim', `${took} s`)}`,
          );
          settle();
        },
      };
    },
    note: (text) => line(text),
  };
}

function clip(text: string, width: number): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length <= width ? flat : `${flat.slice(0, Math.max(0, width - 1))}…`;
}
