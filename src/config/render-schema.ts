import * as z from 'zod';
import { Config } from '../domain/config.ts';

const SchemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), SchemaNode).optional(),
    additionalProperties: z.union([z.boolean(), SchemaNode]).optional(),
    anyOf: z.array(SchemaNode).optional(),
  }),
);
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly additionalProperties?: boolean | SchemaNode | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
}

/** The JSON schema of `.github/dreamos.yml`, as editors want it: what a person may write, not what it becomes. */
export function renderSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(Config, { io: 'input' });
  return { $schema, $id: 'dreamos.schema.json', title: 'Dream.OS', ...schema };
}

/** The keys that may stand in the mapping at this path; none where any name may, or where no mapping belongs. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let nodes: readonly SchemaNode[] = [SchemaNode.parse(renderSchema())];
  for (const name of path) {
    nodes = nodes.flatMap((node) => {
      const child = node.properties?.[String(name)] ?? node.additionalProperties;
      return typeof child === 'object' ? [child, ...(child.anyOf ?? [])] : [];
    });
  }
  return nodes.flatMap((node) => Object.keys(node.properties ?? {}));
}
