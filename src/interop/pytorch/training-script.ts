/** A script that trains the network, in one process or in many under torchrun. Python, as it is written to a file. */

import { pythonString } from '../python-names';

export interface TrainingScript {
  /** Of the class, and of the file it is in. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
  /** Main outputs; what follows them in training are heads. */
  readonly outputs: number;
  /** Some outputs have another number of channels, and no part in the loss. */
  readonly hasOthers: boolean;
}

export function trainingScript({ name, height, width, channels, classes, outputs, hasOthers }: TrainingScript): string {
  return `"""Trains ${name} as a classifier of images.

    python train.py --data DIR            DIR/train and, if there is one, DIR/val hold a folder for each class
    python train.py --fake-data --steps 2 random images, to see that it runs
    torchrun --nproc_per_node 2 train.py --data DIR

The learning rate is for all images of a step together.
"""

import argparse
import contextlib
import os
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import distributed, nn
from torch.utils.data import DataLoader, DistributedSampler
from torchvision import datasets, transforms

from ${name} import ${name}

HEIGHT, WIDTH, CHANNELS, CLASSES = ${height}, ${width}, ${channels}, ${classes}
OUTPUTS = ${outputs}  # What the network gives beyond them in training are heads.
HEAD_WEIGHT = 0.3


def arguments():
    parser = argparse.ArgumentParser(description=${pythonString(`Trains ${name}.`)})
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="folder with train and val, each with a folder for each class")
    source.add_argument("--fake-data", action="store_true", help="random images")
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--batch-size", type=int, default=32, help="images of a step in each process")
    parser.add_argument("--lr", type=float, default=0.05)
    parser.add_argument("--weight-decay", type=float, default=1e-4)
    parser.add_argument("--precision", choices=["float32", "float16", "bfloat16"], help="default: float16 on a GPU")
    parser.add_argument("--workers", type=int, default=2, help="processes that load images")
    parser.add_argument("--weights", type=Path, help="begin with the weights of a .safetensors file")
    parser.add_argument("--checkpoint", type=Path, default=Path(${pythonString(`${name}.pt`)}), help="file to save to")
    parser.add_argument("--save-every", type=int, default=1000, help="steps between checkpoints")
    parser.add_argument("--resume", type=Path, help="checkpoint to go on from")
    return parser.parse_args()


def open_data(args):
    """Images for training, and for validation if there are any."""
    colours = [] if CHANNELS == 3 else [transforms.Grayscale(1)] if CHANNELS == 1 else None
    if args.fake_data:
        size = (CHANNELS, HEIGHT, WIDTH)
        return RandomImages(size, CLASSES, 64 * args.batch_size), None
    if colours is None:
        raise SystemExit(f"images have 1 or 3 channels, this network's input has {CHANNELS}: write a dataset of your own")
    normalise = [transforms.ToTensor(), transforms.Normalize([0.5] * CHANNELS, [0.25] * CHANNELS)]
    augment = [transforms.RandomResizedCrop((HEIGHT, WIDTH)), transforms.RandomHorizontalFlip()]
    train = datasets.ImageFolder(args.data / "train", transforms.Compose([*colours, *augment, *normalise]))
    if len(train.classes) != CLASSES:
        raise SystemExit(f"{args.data} has {len(train.classes)} classes, the network {CLASSES}: export it with as many")
    if not (args.data / "val").is_dir():
        return train, None
    whole = [transforms.Resize((HEIGHT, WIDTH))]
    return train, datasets.ImageFolder(args.data / "val", transforms.Compose([*colours, *whole, *normalise]))


class RandomImages(torch.utils.data.Dataset):
    """Normal numbers with random classes, the same at every start."""

    def __init__(self, size, classes, count):
        self.size, self.classes, self.count = size, classes, count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        generator = torch.Generator().manual_seed(index)
        image = torch.randn(self.size, generator=generator)
        return image, torch.randint(self.classes, (), generator=generator).item()


def endless(loader, sampler):
    epoch = 0
    while True:
        if sampler is not None:
            sampler.set_epoch(epoch)
        yield from loader
        epoch += 1


def logits_of(output):
    """One row of logits for each image: an image of them is averaged."""
    return output if output.dim() == 2 else output.flatten(2).mean(2)


def loss_of(outputs, target):
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    losses = [F.cross_entropy(logits_of(output.float()), target) for output in outputs if is_classifier(output)]
    return sum(loss * (1 if i < OUTPUTS else HEAD_WEIGHT) for i, loss in enumerate(losses))


def is_classifier(output):
    return output.shape[1] == CLASSES


@torch.no_grad()
def accuracy(model, loader, device):
    model.eval()
    right = torch.zeros(2, device=device)
    for images, target in loader:
        outputs = model(images.to(device))
        output = outputs[0] if isinstance(outputs, tuple) else outputs
        found = logits_of(output).argmax(1)
        right += torch.stack([(found == target.to(device)).sum(), torch.tensor(len(target), device=device)])
    model.train()
    if distributed.is_initialized():
        distributed.all_reduce(right)
    return (right[0] / right[1]).item()


def main():
    args = arguments()
    is_distributed = "RANK" in os.environ
    local_rank = int(os.environ.get("LOCAL_RANK", 0))
    device = torch.device("cuda", local_rank) if torch.cuda.is_available() else torch.device("cpu")
    if device.type == "cuda":
        torch.cuda.set_device(device)
    if is_distributed:
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    is_first = not is_distributed or distributed.get_rank() == 0

    torch.manual_seed(0)
    model = ${name}()
    if args.weights is not None:
        from safetensors.torch import load_file

        model.load_state_dict(load_file(args.weights))
    model = model.to(device).train()
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=args.lr, momentum=0.9, weight_decay=args.weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max(1, args.steps))
    precision = args.precision or ("float16" if device.type == "cuda" else "float32")
    scaler = torch.cuda.amp.GradScaler(enabled=device.type == "cuda" and precision == "float16")
    step = 0
    if args.resume is not None:
        saved = torch.load(args.resume, map_location=device)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        scaler.load_state_dict(saved["scaler"])
        step = saved["step"]

    runner = model
    if is_distributed:
        devices = [local_rank] if device.type == "cuda" else None
        runner = nn.parallel.DistributedDataParallel(model, device_ids=devices${hasOthers ? ', find_unused_parameters=True' : ''})

    train, val = open_data(args)
    sampler = DistributedSampler(train) if is_distributed else None
    options = {"batch_size": args.batch_size, "num_workers": args.workers, "pin_memory": device.type == "cuda"}
    loader = DataLoader(train, sampler=sampler, shuffle=sampler is None, drop_last=True, **options)
    if len(loader) == 0:
        raise SystemExit(f"{len(train)} images are less than one batch of {args.batch_size}")
    batches = endless(loader, sampler)

    def save():
        if not is_first:
            return
        state = {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "scaler": scaler.state_dict(),
            "step": step,
        }
        # Whole or not at all.
        fresh = args.checkpoint.with_suffix(args.checkpoint.suffix + ".new")
        torch.save(state, fresh)
        os.replace(fresh, args.checkpoint)

    while step < args.steps:
        images, target = next(batches)
        images, target = images.to(device, non_blocking=True), target.to(device, non_blocking=True)
        mixed = contextlib.nullcontext()
        if precision != "float32":
            mixed = torch.autocast(device.type, dtype=getattr(torch, precision))
        with mixed:
            outputs = runner(images)
        loss = loss_of(outputs, target)
        optimizer.zero_grad(set_to_none=True)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        schedule.step()
        step += 1
        if is_first and (step <= 10 or step % 100 == 0):
            print(f"step {step} loss {loss.item():.4f}", flush=True)
        if step % args.save_every == 0:
            save()
    save()
    if val is not None:
        held = DistributedSampler(val, shuffle=False) if is_distributed else None
        found = accuracy(model, DataLoader(val, sampler=held, **options), device)
        if is_first:
            print(f"accuracy {found:.4f}", flush=True)
    if is_distributed:
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
`;
}
