import { describe, expect, it } from '@jest/globals';
import { junit } from '../../../src/checks/parsers/junit.ts';
import { printed } from './make-printed.ts';

describe('junit', () => {
  it('reads failures and errors of nested suites, text in CDATA, entities and attributes', () => {
    const text = `noise <?xml version="1.0"?>
<testsuites><testsuite name="cart" file="/repo/test/a.js"><testsuite name="total">
  <testcase name="a &lt; b &#38; c" classname="x"><failure type="AssertionError" message="expected 3 &gt; 4"><![CDATA[AssertionError: expected 3 > 4
    at Context.<anonymous> (/repo/test/a.js:3:4)]]></failure></testcase>
  <testcase name="fine"/><testcase name="skipped"><skipped/></testcase>
  <testcase name='broke'><error message='no "db"'/></testcase>
</testsuite></testsuite></testsuites>`;
    expect(junit.parseText(text, printed)).toMatchObject([
      {
        rule: 'AssertionError',
        file: 'test/a.js',
        line: 3,
        testPath: ['cart', 'total', 'a < b & c'],
        message: 'expected 3 > 4',
      },
      { rule: 'Error', file: 'test/a.js', testPath: ['cart', 'total', 'broke'], message: 'no "db"' },
    ]);
  });

  it('reads what there is of a document that was cut', () => {
    const text = '<testsuite name="a.test.js"><testcase name="x"><failure message="boom">Error: boom';
    expect(junit.parseText(text, printed)).toMatchObject([
      { file: 'a.test.js', testPath: ['x'], message: 'boom' },
    ]);
  });
});
