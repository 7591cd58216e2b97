using Orleans.Runtime;

namespace Orleans.Storage
{
    /// <summary>
    /// Where grains' states are kept. A write or clear of a state whose etag is old is refused. What was never written,
    /// or was cleared, is a new instance.
    /// </summary>
    /// <exception cref="InconsistentStateException">Another writer was there since the state was read.</exception>
    public interface IGrainStorage
    {
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
    }
}

namespace Orleans
{
    /// <summary>One state on its way to or from its storage.</summary>
    public interface IGrainState<T>
    {
        T? State { get; set; }

        /// <summary>Which version this is; null when nothing was stored yet.</summary>
        string? ETag { get; set; }

        bool RecordExists { get; set; }
    }

    public sealed class GrainState<T>(T? state, string? eTag) : IGrainState<T>
    {
        public GrainState()
            : this(default, null)
        {
        }

        public GrainState(T? state)
            : this(state, null)
        {
        }

        public T? State { get; set; } = state;

        public string? ETag { get; set; } = eTag;

        public bool RecordExists { get; set; }
    }
}

namespace Orleans.Core
{
    /// <summary>A state that knows its storage.</summary>
    public interface IStorage
    {
        string? Etag { get; }

        bool RecordExists { get; }

        Task ClearStateAsync();

        Task WriteStateAsync();

        Task ReadStateAsync();
    }

    public interface IStorage<TState> : IStorage
    {
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A state of a grain, read before the grain is activated. Asked for as a constructor parameter.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;

    /// <summary>Names the state, and the storage that keeps it.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        public string StateName { get; } = stateName;

        public string? StorageName { get; } = storageName;
    }
}
