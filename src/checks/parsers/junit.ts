import type { Failure } from '../../domain/report.ts';
import { parseExpectation } from '../parse-diff.ts';
import { parseError, parseHeadline } from '../parse-error.ts';
import { parseXml, type XmlElement } from '../parse-xml.ts';
import type { Parser, Printed } from '../parser.ts';
import { pathInside } from '../relative-path.ts';
import { stripAnsi } from '../strip-ansi.ts';
import { positionIn, toFailure, toPosition } from '../to-failure.ts';

/** JUnit's XML, the common tongue of test reporters; here for those that print it and for CI logs. */
export const junit: Parser = {
  name: 'junit',
  recognises: (text) => /<testsuites?[\s>]/.test(text),
  parseText(text, printed) {
    const start = text.search(/<testsuites?[\s>]/);
    return start === -1 ? [] : readSuites(parseXml(stripAnsi(text.slice(start))), [], null, printed);
  },
  parseReport: null,
  narrow: () => null,
};

function readSuites(
  element: XmlElement,
  suites: readonly string[],
  above: string | null,
  printed: Printed,
): Failure[] {
  const file = fileOf(element, printed) ?? above;
  return element.children.flatMap((child) => {
    if (child.name === 'testcase') return readCase(child, suites, file, printed);
    const name = child.name === 'testsuite' ? (child.attributes.get('name') ?? '') : '';
    // Some name a suite after its file.
    const named = namedFile(name, printed);
    return readSuites(child, name === '' || named ? suites : [...suites, name], named ?? file, printed);
  });
}

function fileOf(element: XmlElement, printed: Printed): string | null {
  const named = element.attributes.get('file') ?? element.attributes.get('filepath');
  return named === undefined ? null : pathInside(named, printed);
}

function namedFile(name: string | undefined, printed: Printed): string | null {
  return name !== undefined && /^\S+\.[cm]?[jt]sx?$/.test(name) ? pathInside(name, printed) : null;
}

function readCase(
  test: XmlElement,
  suites: readonly string[],
  above: string | null,
  printed: Printed,
): Failure[] {
  return test.children
    .filter((child) => child.name === 'failure' || child.name === 'error')
    .map((child) => {
      const body = child.text.trim();
      const short = child.attributes.get('message') ?? '';
      const whole = parseError(body === '' ? short : body, printed);
      const head = parseHeadline(short === '' ? whole.message : short, printed);
      const type = child.attributes.get('type') ?? '';
      const named = /(?:Error|Exception)$/.test(type) ? parseHeadline(`${type}: x`, printed).rule : head.rule;
      // The outermost of our own frames is the test's.
      const frame = whole.frames.findLast((each) => each.own);
      const told = fileOf(test, printed) ?? above ?? namedFile(test.attributes.get('classname'), printed);
      const file = told ?? frame?.file ?? null;
      const place = positionIn(file, whole.frames);
      return toFailure(printed, 'junit', {
        rule: named === 'Error' ? whole.rule : named,
        file,
        line: place.line ?? toPosition(test.attributes.get('line')),
        column: place.column,
        testPath: [...suites, test.attributes.get('name') ?? ''],
        message: head.message,
        ...parseExpectation(whole.message),
        frames: whole.frames,
      });
    });
}
