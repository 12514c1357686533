import { constant, type OperatorCompiler, type Operators } from './compile.js';

const literal: OperatorCompiler = (operand) => constant(operand);

export const operators: Operators = new Map<string, OperatorCompiler>([
  ['$literal', literal],
  ['$const', literal],
]);
