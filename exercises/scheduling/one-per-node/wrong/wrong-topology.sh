cat > block <<'END'
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/os
              labelSelector:
                matchLabels: { app: @app@ }
END
sed -i '/^    spec:/r block' @app@.yaml
kubectl apply -f @app@.yaml
