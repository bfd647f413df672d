import { formatYamlInOrder } from '#machinery/yaml/format-in-order.ts';
import { parseYamlDocuments, YamlError } from '#machinery/yaml.ts';
import type { YamlCodec } from '#shell/tools/jq/yq.ts';
import { UsageError } from '#sim/usage-error.ts';

/** YAML as the API machinery reads and writes it, for `yq`. */
export const yamlCodec: YamlCodec = {
  parse(text) {
    try {
      return parseYamlDocuments(text);
    } catch (error) {
      if (error instanceof YamlError) throw new UsageError(error.message.replace('error converting YAML to JSON: ', ''));
      throw error;
    }
  },
  format: formatYamlInOrder,
};
