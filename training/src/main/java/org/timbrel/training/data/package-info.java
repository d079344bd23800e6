/** From a folder of audio files to batches: scanning, features with their cache, splits, scaling, batching. */
package org.timbrel.training.data;
