/** A template that cannot be read or executed; the texts are those of Go's text/template. */
export class GoTemplateError extends Error {
  override readonly name = 'GoTemplateError';
}
