/**
 * How threads share the work. A stage is a kernel, its descriptor and how many chunks its units are cut into; stages run
 * one after the other, the chunks of one in any order by any thread. The main thread opens a stage by a new word
 * (epoch << 32 | 0); a thread claims a chunk by raising the lower half. A claim with an epoch that is over fails, so
 * that a thread which slept through a stage, or a whole run, can do no harm, and the main thread waits only for chunks
 * that are really under way. While the main thread describes the next stage the epoch is 0, which nobody claims from.
 *
 * Every run is bit-identical for any number of threads, since chunks do not depend on one another.
 */

import { type Code, type FunctionHandle, type Local, valueOfCall } from '../assembler';
import { type I32, type I64, i32, i64, stores } from '../instructions';
import { type Kit, kernelParameters } from './kit';

/** Where the shared words lie in memory, in bytes. */
export const crewWords = {
  /** 64 bits: the next chunk below, the epoch above. */
  claim: 64,
  epoch: 68,
  /** The open stage, written before the epoch. */
  stage: 128,
  chunks: 132,
  finished: 192,
  /** Threads that sleep or are about to: nobody is woken where there are none, which takes longer than short stages do. */
  sleepers: 320,
  /** Not 0 once threads shall end. */
  quit: 256,
  /** Not 0 once a thread has failed. */
  failed: 260,
} as const;

/** Integers of a stage: kernel's position, descriptor, units, chunks. */
export const stageBytes = 16;

/**
 * How often a waiting thread looks before it sleeps: some hundred microseconds, longer than the stages that one thread
 * does alone. Waking a thread costs more than most stages take: with a tenth of this GoogLeNet took a fifth longer.
 */
const looks = 100_000;

export function addCrew(kit: Kit, isShared: boolean): void {
  const { module } = kit;
  const kernelType = module.type(Object.values(kernelParameters), null);
  const execute = module.add({ stage: 'i32', chunk: 'i32', scratch: 'i32' }, null, (code, p) => {
    const units = code.let('i32', i32.load(p.stage, 8));
    const chunks = code.let('i32', i32.load(p.stage, 12));
    const each = code.let('i32', i32.divU(units, chunks));
    const over = code.let('i32', i32.remU(units, chunks));
    const end = code.let('i32', i32.add(p.chunk, 1));
    const firstUnit = (chunk: Local<'i32'>): I32 => i32.add(i32.mul(chunk, each), i32.minU(chunk, over));
    code.callIndirect(
      kernelType,
      [i32.load(p.stage, 4), firstUnit(p.chunk), firstUnit(end), p.scratch],
      i32.load(p.stage),
    );
  });
  module.export('execute', execute);
  if (isShared) addSharing(kit, execute);
}

/**
 * What a wait ended with. Whoever changes the word does so before looking for sleepers, and a sleeper is counted before it
 * looks at the word, so that one of the two sees the other.
 */
function sleep(code: Code, word: number, expected: Local<'i32'>, nanoseconds: I64): Local<'i32'> {
  code.drop(i32.atomicAdd(0, 1, crewWords.sleepers));
  const woken = code.let('i32', i32.atomicWait(0, expected, nanoseconds, word));
  code.drop(i32.atomicAdd(0, -1, crewWords.sleepers));
  return woken;
}

function wake(code: Code, word: number): void {
  code.if(i32.atomicLoad(0, crewWords.sleepers), () => code.drop(i32.atomicNotify(0, 0x7fffffff, word)));
}

type Execute = FunctionHandle<{ stage: 'i32'; chunk: 'i32'; scratch: 'i32' }, null>;

function addSharing(kit: Kit, execute: Execute): void {
  const { module } = kit;

  module.export(
    'open',
    module.add({ stage: 'i32', epoch: 'i32' }, null, (code, { stage, epoch }) => {
      code.store(stores.i64Atomic, 0, i64.const(0), crewWords.claim);
      code.store(stores.i32, 0, stage, crewWords.stage);
      code.store(stores.i32, 0, i32.load(stage, 12), crewWords.chunks);
      code.store(stores.i32Atomic, 0, 0, crewWords.finished);
      code.store(stores.i64Atomic, 0, i64.shl(i64.extendU(epoch), i64.const(32)), crewWords.claim);
      wake(code, crewWords.epoch);
    }),
  );

  /** Does one chunk of the stage of an epoch; 0 if there is none left. */
  const work = module.add({ epoch: 'i32', scratch: 'i32' }, 'i32', (code, { epoch, scratch }) => {
    const stage = code.let('i32', i32.load(0, crewWords.stage));
    const chunks = code.let('i32', i32.load(0, crewWords.chunks));
    const word = code.local('i64');
    code.forever((leave) => {
      code.set(word, i64.atomicLoad(0, crewWords.claim));
      leave(i32.ne(i32.wrap(i64.shrU(word, i64.const(32))), epoch));
      leave(i32.geU(i32.wrap(word), chunks));
      const before = i64.atomicCompareExchange(0, word, i64.add(word, i64.const(1)), crewWords.claim);
      code.if(i64.eq(before, word), () => {
        code.call(execute, { stage, chunk: i32.wrap(word), scratch });
        code.drop(i32.atomicAdd(0, 1, crewWords.finished));
        wake(code, crewWords.finished);
        code.return(1);
      });
    });
    code.return(0);
  });
  module.export('work', work);

  /** Waits until all of `chunks` are finished; 0 if that took longer than a second. */
  module.export(
    'finish',
    module.add({ chunks: 'i32' }, 'i32', (code, { chunks }) => {
      const { finished, look } = code.variables({ finished: 'i32', look: 'i32' });
      code.forever(() => {
        code.set(finished, i32.atomicLoad(0, crewWords.finished));
        code.if(i32.geU(finished, chunks), () => code.return(1));
        code.increase(look, 1);
        code.if(i32.gtU(look, looks), () => {
          const woken = sleep(code, crewWords.finished, finished, i64.const(1_000_000_000));
          code.if(i32.eq(woken, 2), () => code.return(0));
        });
      });
    }),
  );

  /** A thread's life: works on whatever stage is open, sleeps, ends when told to. */
  module.export(
    'serve',
    module.add({ scratch: 'i32' }, null, (code, { scratch }) => {
      const { epoch, seen, look, isWorking } = code.variables({
        epoch: 'i32',
        seen: 'i32',
        look: 'i32',
        isWorking: 'i32',
      });
      code.forever((leave) => {
        leave(i32.atomicLoad(0, crewWords.quit));
        code.set(epoch, i32.atomicLoad(0, crewWords.epoch));
        code.if(
          i32.and(i32.ne(epoch, seen), i32.ne(epoch, 0)),
          () => {
            code.set(seen, epoch);
            code.set(look, 0);
            code.repeatWhile(
              () => code.set(isWorking, valueOfCall(work, { epoch, scratch })),
              () => isWorking,
            );
          },
          () => {
            code.increase(look, 1);
            code.if(i32.gtU(look, looks), () => {
              sleep(code, crewWords.epoch, seen, i64.const(-1));
              code.set(look, 0);
            });
          },
        );
      });
    }),
  );
}
