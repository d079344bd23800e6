package org.timbrel.engine.checkpoint;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.tensor.Tensor;

/** Parameters to and from a safetensors file. */
public final class Checkpoint {
    private Checkpoint() {}

    /** The parameters' values as they are now, in their backend's precision. */
    public static Safetensors.Contents of(List<Parameter> parameters, Map<String, String> metadata) {
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Tensor value = parameter.value();
            tensors.put(
                    parameter.name(),
                    new Safetensors.Entry(value.backend().precision(), value.shape(), value.toDoubles()));
        }
        return new Safetensors.Contents(tensors, metadata);
    }

    /**
     * Overwrites the parameters with the values of a file; either all of them or, if something is wrong, none.
     *
     * @throws IOException if the file lacks a parameter, has one too many, or one of another shape
     */
    public static void load(Safetensors.Contents contents, List<Parameter> parameters) throws IOException {
        Map<String, Safetensors.Entry> tensors = contents.tensors();
        for (Parameter parameter : parameters) {
            Safetensors.Entry entry = tensors.get(parameter.name());
            if (entry == null) {
                throw new IOException("the checkpoint has no '" + parameter.name() + "'; it is of another model");
            }
            if (!entry.shape().equals(parameter.value().shape())) {
                throw new IOException("the checkpoint has '" + parameter.name() + "' with shape " + entry.shape()
                        + ", the model with " + parameter.value().shape() + "; it is of another model");
            }
        }
        if (tensors.size() != parameters.size()) {
            throw new IOException("the checkpoint has " + tensors.size() + " tensors, the model " + parameters.size()
                    + "; it is of another model");
        }
        for (Parameter parameter : parameters) {
            parameter.value().set(tensors.get(parameter.name()).values());
        }
    }
}
