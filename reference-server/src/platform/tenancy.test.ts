import mongoose, { Schema } from 'mongoose';
import { afterAll, describe, expect, it } from 'vitest';
import { owned, tenancy, TenantMissing } from './tenancy.js';

const schema = new Schema({ _id: String, name: String });
schema.plugin(tenancy);
const Things = mongoose.model('TenancyTestThing', schema);
// Whoever asks for all models must not meet it later.
afterAll(() => void mongoose.deleteModel('TenancyTestThing'));
const mine = owned({ shop: 'shop_1', mode: 'test' });
const half = { shop: 'shop_1' } as Record<string, unknown>;
const nobody = { shop: undefined, mode: undefined } as unknown as Record<string, never>;

/** None of these gets as far as a database; there is none. */
describe('a query without a tenant', () => {
  it.each([
    ['find', () => Things.find({ name: 'x' })],
    ['find by a shop that is undefined', () => Things.find(nobody)],
    [
      'find by an operator in place of a shop',
      () => Things.find({ shop: mongoose.trusted({ $ne: '' }), mode: 'test' }),
    ],
    ['findOne without a mode', () => Things.findOne(half)],
    ['findById', () => Things.findById('x')],
    ['exists', () => Things.exists({ name: 'x' })],
    ['count', () => Things.countDocuments({})],
    ['estimated count', () => Things.estimatedDocumentCount()],
    ['distinct', () => Things.distinct('name')],
    ['update', () => Things.updateOne({ _id: 'x' }, { $set: { name: 'y' } })],
    ['update of many', () => Things.updateMany({}, { $set: { name: 'y' } })],
    ['find and update', () => Things.findOneAndUpdate({ _id: 'x' }, { $set: { name: 'y' } })],
    ['find and delete', () => Things.findOneAndDelete({ _id: 'x' })],
    ['replace', () => Things.replaceOne({ _id: 'x' }, { name: 'y' })],
    ['delete', () => Things.deleteOne({ _id: 'x' })],
    ['delete of many', () => Things.deleteMany({})],
    ['aggregate', () => Things.aggregate([{ $group: { _id: '$name' } }])],
    ['aggregate that matches too late', () => Things.aggregate([{ $sort: { name: 1 } }, { $match: mine }])],
    ['insert', () => Things.create({ _id: 'x', name: 'y' })],
    ['insert of many', () => Things.insertMany([{ _id: 'x', ...half }])],
    ['bulk write', () => Things.bulkWrite([{ updateOne: { filter: { _id: 'x' }, update: { $set: { name: 'y' } } } }])],
    [
      'update that gives it to somebody else',
      () => Things.updateOne({ ...mine, _id: 'x' }, { $set: { shop: 'shop_2' } }),
    ],
  ] as [string, () => PromiseLike<unknown>][])('is refused: %s (T2)', async (_, run) => {
    await expect(Promise.resolve(run())).rejects.toSatisfy(
      (error: Error) => error instanceof TenantMissing || error.name === 'ValidationError',
    );
  });

  it.each([
    ['find', () => Things.find({ ...mine, name: 'x' })],
    ['aggregate', () => Things.aggregate([{ $match: mine }])],
    ['update', () => Things.updateOne({ ...mine, _id: 'x' }, { $set: { name: 'y' } })],
  ] as [string, () => PromiseLike<unknown>][])('is let through to the database with one: %s', async (_, run) => {
    mongoose.set('bufferCommands', false);
    const error = await Promise.resolve(run()).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).not.toBeInstanceOf(TenantMissing);
  });
});
