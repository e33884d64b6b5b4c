/** What we use of it; the package brings no types. */
declare module 'sanitize-html' {
  export interface Options {
    readonly allowedTags?: readonly string[];
    readonly allowedAttributes?: Readonly<Record<string, readonly string[]>>;
    readonly allowedClasses?: Readonly<Record<string, readonly (string | RegExp)[]>>;
    readonly allowedSchemes?: readonly string[];
    readonly allowProtocolRelative?: boolean;
    readonly transformTags?: Readonly<
      Record<
        string,
        (
          tag: string,
          attributes: Readonly<Record<string, string>>,
        ) => { readonly tagName: string; readonly attribs: Record<string, string> }
      >
    >;
    readonly textFilter?: (text: string, tag: string) => string;
  }
  export default function sanitizeHtml(html: string, options?: Options): string;
}
