import { beforeAll, describe, expect, it } from '@jest/globals';
import { commit, git, makeWidgets, type Widgets } from './make-github.ts';
import { renderMarkdown } from './pages/render-markdown.ts';

const show = (text: string): string => renderMarkdown(text, '/ann/widgets').text;

describe('renderMarkdown', () => {
  it('lets nothing run, by whatever way it is written', () => {
    for (const text of [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '[x](javascript:alert(1))',
      '<a href="javascript:alert(1)">x</a>',
      '<a href="&#106;avascript:alert(1)">x</a>',
      '<a href="JaVaScRiPt:alert(1)">x</a>',
      '<a href=" data:text/html,<script>alert(1)</script>">x</a>',
      '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>',
      '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
      '<details open ontoggle=alert(1)>x</details>',
      '<p style="position:fixed">x</p><style>body{display:none}</style>',
      '<form action="/x"><button formaction="javascript:alert(1)">x</button></form>',
      '<math><mtext></p><img src=x onerror=alert(1)></mtext></math>',
      '```html\n<script>alert(1)</script>\n```',
      '<div id="x" class="state good" name="y">x</div>',
      '<base href="//evil.example/"><meta http-equiv="refresh" content="0;url=//evil.example">',
      '![x](javascript:alert(1))',
      '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
    ]) {
      // What is left are tags that start with a letter: everything else is text.
      const tags = [...show(text).matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag).join(' ');
      expect(tags).not.toMatch(/<(script|style|svg|iframe|form|button|math|base|meta)\b/i);
      expect(tags).not.toMatch(/\son\w+|javascript:|data:|style=|\sid=|srcdoc|class="state/i);
    }
  });

  it('hides comments, and keeps what GitHub keeps', () => {
    expect(show('a\n\n<!-- dreamos:{"kind":"fix"} -->\n\nb')).not.toContain('dreamos');
    expect(show('<details><summary>Log</summary>\n\n- [x] done\n- [ ] open\n\n</details>')).toMatch(
      /<details><summary>Log<\/summary>[\s\S]*<input type="checkbox" disabled checked \/>[\s\S]*<\/details>/,
    );
    expect(show('| a | b |\n|---|---|\n| 1 | ~~2~~ |')).toMatch(/<table>[\s\S]*<td><del>2<\/del><\/td>/);
    expect(show('See #12, not `#13`.')).toContain(
      'See <a href="/ann/widgets/issues/12">#12</a>, not <code>#13</code>.',
    );
    expect(show('```suggestion\nx\n```')).toContain('<code class="language-suggestion">');
    expect(show('---\nid: 01A\nkind: <b>\n---\n\n# Fix')).toMatch(
      /<th>kind<\/th><td>&lt;b&gt;<\/td>[\s\S]*<h1>Fix<\/h1>/,
    );
  });
});

describe('pages', () => {
  let at: Widgets;
  beforeAll(async () => {
    at = await makeWidgets();
  });
  const page = async (path: string) => {
    const answer = await fetch(`${at.github.url}${path}`);
    return {
      status: answer.status,
      text: await answer.text(),
      policy: answer.headers.get('content-security-policy'),
    };
  };

  it('show a pull request with its checks, comments, labels and what was done', async () => {
    const { asAnn, asApp, dir, repo } = at;
    await git(dir, 'checkout', '-q', '-b', 'lore/x');
    const sha = await commit(
      dir,
      { 'lore/a b.md': '---\nid: 01A\n---\n\n# Learned <i>it</i>\n', 'src/x.js': '<script>\n' },
      'Fix <b>',
    );
    await git(dir, 'push', '-q', 'origin', 'lore/x');
    const title = 'Fix <script>alert(1)</script>';
    await asApp('POST /repos/ann/widgets/pulls', {
      title,
      head: 'lore/x',
      base: 'main',
      body: '**Why** <!-- hidden -->',
    });
    await asAnn('POST /repos/ann/widgets/issues/1/labels', { labels: ['dreamos:fix'] });
    const comment = await asAnn('POST /repos/ann/widgets/issues/1/comments', { body: '/dreamos explain' });
    await asApp(`POST /repos/ann/widgets/issues/comments/${comment.body.id}/reactions`, { content: 'eyes' });
    const note = {
      path: 'src/x.js',
      start_line: 1,
      end_line: 1,
      annotation_level: 'failure',
      message: '<oops>',
    };
    const output = {
      title: 'One failure',
      summary: '| a |\n|---|\n| b |',
      text: '**All of it**',
      annotations: [note],
    };
    await asApp('POST /repos/ann/widgets/check-runs', {
      name: 'dreamos/verify',
      head_sha: sha,
      conclusion: 'failure',
      output,
    });
    const run = repo.addWorkflowRun({
      sha,
      branch: 'lore/x',
      name: 'CI',
      conclusion: 'failure',
      log: 'FAIL <x>',
    });

    const pull = await page('/ann/widgets/pull/1');
    expect(pull.status).toBe(200);
    expect(pull.policy).toContain("default-src 'none'");
    for (const part of [
      '<strong>Why</strong>',
      'added the label dreamos:fix',
      '👀 1',
      'dreamos/verify',
      '+&lt;script&gt;',
      'No conflicts',
    ])
      expect(pull.text).toContain(part);
    expect(pull.text).not.toMatch(/hidden|<script/);
    const checks = await page(`/ann/widgets/commit/${sha}/checks`);
    expect((await page(`/ann/widgets/commits/${sha}/checks`)).text).toBe(checks.text);
    for (const part of [
      'One failure',
      '<td>b</td>',
      '<strong>All of it</strong>',
      'src/x.js:1',
      '&lt;oops&gt;',
      'GitHub Actions',
    ])
      expect(checks.text).toContain(part);
    expect((await page('/ann/widgets/blob/lore/x/lore/a%20b.md')).text).toMatch(
      /<td>01A<\/td>[\s\S]*<h1>Learned <i>it<\/i>/,
    );
    expect((await page('/ann/widgets/tree/lore/x/lore')).text).toContain('a b.md');
    expect((await page('/ann/widgets/raw/main/README.md')).text).toBe('# Widgets\n');
    expect((await page(`/ann/widgets/actions/runs/${run.id}`)).text).toContain('FAIL &lt;x&gt;');
    for (const path of [
      '/',
      '/ann/widgets',
      '/ann/widgets/pulls',
      '/ann/widgets/issues',
      `/ann/widgets/commit/${sha}`,
      '/_style.css',
    ])
      expect([path, (await page(path)).status]).toEqual([path, 200]);
    expect((await page('/ann/widgets/commits/lore/x')).text).toContain('Fix &lt;b&gt;');
    for (const path of [
      '/ann/nothing',
      '/ann/widgets/issues/99',
      '/ann/widgets/blob/main/nothing',
      '/ann/widgets/%E0%A4%A',
    ])
      expect([path, (await page(path)).status]).toEqual([path, 404]);
  });
});
