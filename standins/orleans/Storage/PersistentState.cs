using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>What an activation reads before it wakes.</summary>
interface IStoredState
{
    Task ReadStateAsync();
}

/// <summary>One state of one activation.</summary>
sealed class PersistentState<T>(string name, GrainId grain, IGrainStorage storage) : IPersistentState<T>, IStoredState
{
    GrainState<T> _state = new(Activator.CreateInstance<T>());

    public T State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public static PersistentState<T> Create(Activation activation, PersistentStateAttribute attribute)
    {
        var services = activation.ActivationServices;
        var storage = attribute.StorageName is { } storageName
            ? services.GetKeyedService<IGrainStorage>(storageName)
            : services.GetService<IGrainStorage>();
        return new(
            attribute.StateName,
            activation.GrainId,
            storage ?? throw new OrleansException(
                $"State '{attribute.StateName}' of {activation.GrainId.Type} asks for a storage named "
                + $"'{attribute.StorageName ?? "Default"}', and none was added."));
    }

    public Task ReadStateAsync() => Ask(() => storage.ReadStateAsync(name, grain, _state));

    public Task WriteStateAsync() => Ask(() => storage.WriteStateAsync(name, grain, _state));

    public Task ClearStateAsync() => Ask(() => storage.ClearStateAsync(name, grain, _state));

    async Task Ask(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (Exception error) when (error is not OrleansException)
        {
            throw new OrleansException($"The storage of state '{name}' of a grain of type {grain.Type} failed.", error);
        }
    }
}
