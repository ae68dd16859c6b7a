"""Early stopping: when the validation loss has not got better for some epochs."""

import numpy as np


def early_stop(validation_losses, patience, min_delta=0.0):
    """Return the index of the epoch at which training stops, None where it goes on.

    validation_losses: a list, one number an epoch; patience: 1 or more. A loss
    is better where it lies below best - min_delta, best being the last loss
    that was better. The first epoch that ends `patience` epochs in a row
    without a better one is where training stops (Prechelt, 1998).
    """
    best, waited = np.inf, 0
    for epoch, loss in enumerate(validation_losses):
        if loss < best - min_delta:
            best, waited = loss, 0
        else:
            waited += 1
        if waited == patience:
            return epoch
    return None
