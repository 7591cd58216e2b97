namespace Orleans.Runtime
{
    /// <summary>Something between the caller and the grain is wrong.</summary>
    public class OrleansException : Exception
    {
        public OrleansException()
        {
        }

        public OrleansException(string? message)
            : base(message)
        {
        }

        public OrleansException(string? message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>No silo takes the call: it has not started, or it is stopping.</summary>
    public class SiloUnavailableException(string message) : OrleansException(message);

    /// <summary>The observer is deleted, or nobody holds its object any more.</summary>
    public class ClientNotAvailableException(GrainId clientId)
        : OrleansException($"Nobody is there any more to be called as {clientId}.");
}

namespace Orleans.Serialization
{
    /// <summary>A value cannot cross a call, because nothing says how.</summary>
    public sealed class CodecNotFoundException(string message) : Exception(message);
}

namespace Orleans.Storage
{
    /// <summary>Another writer has changed the stored state since this one read it.</summary>
    public class InconsistentStateException : Runtime.OrleansException
    {
        public InconsistentStateException()
        {
        }

        public InconsistentStateException(string message)
            : base(message)
        {
        }

        public InconsistentStateException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }

        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
            : base(errorMsg) =>
            (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

        public string? StoredEtag { get; }

        public string? CurrentEtag { get; }

        /// <summary>
        /// Whether the activation that wrote is the one that is handling it now; only that one is thrown away.
        /// </summary>
        internal bool IsSourceActivation { get; set; } = true;
    }
}
