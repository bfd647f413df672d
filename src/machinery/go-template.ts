import { Execution } from './go-template/execute.ts';
import { parseTemplate, type TemplateNode } from './go-template/parse.ts';
import { GoTemplateError } from './go-template/template-error.ts';

export { GoTemplateError };

export interface GoTemplateOptions {
  /** The template's name in error texts; kubectl calls it `output`. */
  readonly name?: string;
  /** Whether a missing key prints `<no value>` (the default) or is an error. */
  readonly allowMissingKeys?: boolean;
}

/** A template that was read once and can be rendered for many objects. */
export interface GoTemplate {
  readonly name: string;
  readonly nodes: readonly TemplateNode[];
}

/**
 * Reads a template of Go's text/template with kubectl's functions. Named templates (`define`, `template`, `block`) are
 * not supported and refused.
 * @throws GoTemplateError
 */
export function parseGoTemplate(template: string, name = 'output'): GoTemplate {
  return { name, nodes: parseTemplate(template, name) };
}

/**
 * Renders a template for a value.
 * @throws GoTemplateError with Go's texts
 */
export function executeGoTemplate(template: GoTemplate, data: unknown, allowMissingKeys = true): string {
  return new Execution(data, { name: template.name, failOnMissingKey: !allowMissingKeys }).run(template.nodes, data);
}

/** Reads and renders a template. @throws GoTemplateError */
export function renderGoTemplate(template: string, data: unknown, { name = 'output', allowMissingKeys = true }: GoTemplateOptions = {}): string {
  return executeGoTemplate(parseGoTemplate(template, name), data, allowMissingKeys);
}
