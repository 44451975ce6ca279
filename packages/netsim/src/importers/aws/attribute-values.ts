/** Attributes of load balancers and target groups are texts, whatever they stand for: `"true"`, `"300"`, `"off"`. */
export interface AttributeValues {
  readonly text: (key: string) => string | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly number: (key: string) => number | undefined;
  /** Null for `off`. */
  readonly numberOrOff: (key: string) => number | null | undefined;
}

/** @param refuse what is done about a text that stands for nothing of the kind */
export function attributeValues(
  text: AttributeValues["text"],
  refuse: (key: string, expected: string) => undefined,
): AttributeValues {
  const number = (key: string): number | undefined => {
    const value = text(key);
    if (value === undefined) return undefined;
    return /^\d+$/.test(value) ? Number(value) : refuse(key, "a whole number");
  };
  return {
    text,
    number,
    flag: (key) => {
      const value = text(key)?.toLowerCase();
      if (value === undefined) return undefined;
      return value === "true" || value === "false" ? value === "true" : refuse(key, "true or false");
    },
    numberOrOff: (key) => (text(key) === "off" ? null : number(key)),
  };
}
