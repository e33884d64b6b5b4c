import type ts from 'typescript';
import type { Project } from './project.ts';

/** How a file is written: what the service needs to write more of the same. */
export interface Style {
  readonly format: ts.FormatCodeSettings;
  readonly preferences: ts.UserPreferences;
}

/** Reads indentation, quotes, semicolons, line ends and brace spacing off a file's own text, or off its project's where the file says nothing. */
export function styleOf(project: Project, text: string): Style {
  const { ts } = project;
  const indent = /^(?:\t| {2,8})(?=\S)/m.exec(text)?.[0] ?? '  ';
  const tabs = indent === '\t';
  const size = tabs ? 4 : indent.length;
  return {
    format: {
      ...ts.getDefaultFormatCodeSettings(text.includes('\r\n') ? '\r\n' : '\n'),
      indentSize: size,
      tabSize: size,
      convertTabsToSpaces: !tabs,
      semicolons: usesSemicolons(text) ? ts.SemicolonPreference.Insert : ts.SemicolonPreference.Remove,
      insertSpaceAfterOpeningAndBeforeClosingNonemptyBraces: !/\{[^\s{}][^{}\n]*\}\s*from/.test(text),
      insertSpaceBeforeFunctionParenthesis: /function \(/.test(text),
    },
    preferences: {
      quotePreference: quotes(text) ?? quotes(sampleOf(project)) ?? 'single',
      includeCompletionsForModuleExports: true,
      importModuleSpecifierPreference: 'shortest',
      ...(/from\s+['"]\.[^'"]*\.js['"]/.test(text) ? { importModuleSpecifierEnding: 'js' } : {}),
      allowTextChangesInNewFiles: false,
      providePrefixAndSuffixTextForRename: true,
      provideRefactorNotApplicableReason: false,
    },
  };
}

function usesSemicolons(text: string): boolean {
  const ended = text.match(/;[ \t]*\r?$/gm)?.length ?? 0;
  const open = text.match(/^(?:import|export|const|let|return)\b[^;{]*[^;{},([\s]\r?$/gm)?.length ?? 0;
  return ended >= open;
}

function quotes(text: string): 'single' | 'double' | null {
  const single = text.match(/(?:from|import|require\()\s*'|=\s*'|\('/g)?.length ?? 0;
  const double = text.match(/(?:from|import|require\()\s*"|=\s*"|\("/g)?.length ?? 0;
  if (single === double) return null;
  return single > double ? 'single' : 'double';
}

/** Some text of the project, to learn habits from. */
function sampleOf(project: Project): string {
  const own = project.program().getSourceFiles();
  const files = own.filter((file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'));
  return files
    .slice(0, 20)
    .map((file) => file.text.slice(0, 4000))
    .join('\n');
}
