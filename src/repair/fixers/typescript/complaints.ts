import type ts from 'typescript';
import type { Place } from './exchange.ts';
import type { Project } from './project.ts';

/** What the compiler says of one file: syntax and types. */
export function complaintsOf(project: Project, file: string): ts.Diagnostic[] {
  if (!project.program().getSourceFile(file)) return [];
  const { service } = project;
  return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].filter(
    (diagnostic) => diagnostic.category === project.ts.DiagnosticCategory.Error,
  );
}

/** What makes two complaints the same when lines have shifted. */
export function keyOf(project: Project, diagnostic: ts.Diagnostic): string {
  const text = project.ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  return `${diagnostic.file?.fileName ?? ''}|${diagnostic.code}|${text}`;
}

/** The complaint that was printed for a place: at the very position, else of the same code on the line, else with the same words. */
export function complaintAt(project: Project, file: string, place: Place): ts.Diagnostic | null {
  const same = complaintsOf(project, file).filter((diagnostic) => diagnostic.code === place.code);
  const at = (diagnostic: ts.Diagnostic) =>
    diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? { line: -1, character: -1 };
  const onLine = same.filter((diagnostic) => at(diagnostic).line + 1 === place.line);
  const exact = onLine.find((diagnostic) => at(diagnostic).character + 1 === place.column);
  const headline = (diagnostic: ts.Diagnostic) =>
    project.ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n').split('\n')[0]?.trim();
  const worded = same.find((diagnostic) => headline(diagnostic) === place.message.split('\n')[0]?.trim());
  return exact ?? onLine[0] ?? worded ?? null;
}
